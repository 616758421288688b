export { isHdf5, openHdf5 } from "./open.ts";
export type { Hdf5Attributes, Hdf5AttributeValue, Hdf5Dataset, Hdf5Group, Hdf5Storage, Hdf5Type } from "./types.ts";
