import { fail } from "../../diagnostics/index.ts";
import { openAttributes } from "./attributes.ts";
import { HDF_E004, HDF_E007, HDF_E008, HDF_E009 } from "./codes.ts";
import { isDataset, openDataset } from "./dataset.ts";
import type { Hdf5File } from "./file.ts";
import { isGroup, readLinks } from "./group-links.ts";
import type { Link } from "./link.ts";
import { findMessage, messageType, type ObjectHeader, readObjectHeader } from "./object-header.ts";
import type { Hdf5Dataset, Hdf5Group } from "./types.ts";

/** Soft links followed on the way to one object, at most. */
const mostSoftLinks = 32;

/** What all objects of an open file share: each header and each group's links are read once. */
interface Context {
  readonly file: Hdf5File;
  readonly root: number;
  readonly headers: Map<number, ObjectHeader>;
  readonly links: Map<number, ReadonlyMap<string, Link>>;
  rootGroup(): Hdf5Group;
}

/** The root group of an open file. Throws `HDF-E...` when its header is damaged or is no group's. */
export function openRoot(file: Hdf5File, root: number): Hdf5Group {
  const header = readObjectHeader(file, root);
  if (!isGroup(header)) {
    fail(
      HDF_E004,
      { file: file.name, offset: file.base + root },
      { structure: "Root object", problem: "it is no group" },
    );
  }
  const headers = new Map([[root, header]]);
  let group: Hdf5Group | undefined;
  const context: Context = {
    file,
    root,
    headers,
    links: new Map(),
    rootGroup() {
      group ??= openGroup(context, header, "/", []);
      return group;
    },
  };
  return context.rootGroup();
}

function headerOf(context: Context, address: number): ObjectHeader {
  const known = context.headers.get(address);
  if (known !== undefined) return known;
  const header = readObjectHeader(context.file, address);
  context.headers.set(address, header);
  return header;
}

function linksOf(context: Context, address: number): ReadonlyMap<string, Link> {
  const known = context.links.get(address);
  if (known !== undefined) return known;
  const header = headerOf(context, address);
  const links = isGroup(header) ? readLinks(context.file, header) : new Map<string, Link>();
  context.links.set(address, links);
  return links;
}

/** Opens the object at an address; `ancestors` are the addresses of the groups on the way to it. */
function openObject(
  context: Context,
  address: number,
  path: string,
  ancestors: readonly number[],
): Hdf5Group | Hdf5Dataset | undefined {
  const { file } = context;
  if (ancestors.includes(address)) fail(HDF_E009, { file: file.name, path }, { link: path });
  const header = headerOf(context, address);
  if (isDataset(header)) return openDataset(file, header, path);
  if (isGroup(header)) return openGroup(context, header, path, ancestors);
  if (findMessage(header, messageType.datatype) !== undefined) return undefined;
  return fail(
    HDF_E004,
    { file: file.name, offset: file.base + address, path },
    { structure: `Object '${path}'`, problem: "it is neither group nor dataset nor datatype" },
  );
}

function openGroup(context: Context, header: ObjectHeader, path: string, ancestors: readonly number[]): Hdf5Group {
  const { address } = header;
  const opened = new Map<string, Hdf5Group | Hdf5Dataset | undefined>();
  const step = (name: string): Hdf5Group | Hdf5Dataset | undefined => {
    if (opened.has(name)) return opened.get(name);
    const target = follow(context, address, name, { left: mostSoftLinks });
    const childPath = path === "/" ? `/${name}` : `${path}/${name}`;
    const object = target === undefined ? undefined : openObject(context, target, childPath, [...ancestors, address]);
    opened.set(name, object);
    return object;
  };
  const group: Hdf5Group = {
    kind: "group",
    path,
    address,
    attributes: openAttributes(context.file, header),
    names: () => [...linksOf(context, address).keys()],
    child(wanted) {
      const start = wanted.startsWith("/") ? context.rootGroup() : group;
      const [name, ...rest] = segments(wanted);
      if (name === undefined) return start;
      const object = start === group ? step(name) : start.child(name);
      if (rest.length === 0) return object;
      return object?.kind === "group" ? object.child(rest.join("/")) : undefined;
    },
  };
  return group;
}

function segments(path: string): readonly string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** Address of the object a link leads to; undefined where there is none. Counts soft links, so circles end. */
function follow(context: Context, group: number, name: string, softLinks: { left: number }): number | undefined {
  const link = linksOf(context, group).get(name);
  const where = { file: context.file.name, path: name };
  switch (link?.kind) {
    case undefined:
      return undefined;
    case "hard":
      return link.address;
    case "external":
      return fail(HDF_E008, where, { link: name, otherFile: link.file, otherPath: link.target });
    case "user-defined":
      return fail(HDF_E007, where, { feature: `a link of user-defined type ${link.type} ('${name}')` });
    case "soft": {
      let address: number | undefined = link.target.startsWith("/") ? context.root : group;
      for (const segment of segments(link.target)) {
        if (address === undefined) return undefined;
        softLinks.left--;
        if (softLinks.left < 0) fail(HDF_E009, where, { link: name });
        address = follow(context, address, segment, softLinks);
      }
      return address;
    }
  }
}
