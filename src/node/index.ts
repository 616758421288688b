export { caseHost } from "./case-host.ts";
export { fileInput } from "./file-input.ts";
export { fileSource } from "./file-source.ts";
export { fileStore } from "./file-store.ts";
export { writeFiles } from "./write-files.ts";
