export { type Rebuilt, rebuild } from "./recognize.ts";
