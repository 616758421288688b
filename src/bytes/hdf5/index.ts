/**
 * Our own HDF5 reader instead of h5wasm: that is 4.2 MB of code, takes 110 ms to start, copies a file twice and calls every
 * damage "name not defined". This one is synchronous, reads what is asked for, gives contiguous data as views of the file,
 * and names each damage with its place. It follows the HDF5 File Format Specification, versions 1.0 to 3.0; not read are
 * virtual datasets, external data, and the filters szip, nbit, scaleoffset and plugins, each refused by name.
 */
export { isHdf5, openHdf5 } from "./open.ts";
export type { Hdf5Attributes, Hdf5AttributeValue, Hdf5Dataset, Hdf5Group, Hdf5Storage, Hdf5Type } from "./types.ts";
