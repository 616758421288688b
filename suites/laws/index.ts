import { activation } from "./activation.ts";
import { compare, logic, select } from "./compare.ts";
import { control } from "./control.ts";
import { conv } from "./conv.ts";
import { dense } from "./dense.ts";
import { detect } from "./detect.ts";
import { elementwise } from "./elementwise.ts";
import type { Family } from "./family.ts";
import { normalization } from "./normalization.ts";
import { pool } from "./pool.ts";
import { quantize } from "./quantize.ts";
import { recurrent } from "./recurrent.ts";
import { reduce } from "./reduce.ts";
import { resize } from "./resize.ts";
import { sequence } from "./sequence.ts";
import { index, shape } from "./shape.ts";
import { signal } from "./signal.ts";
import { stablehlo } from "./stablehlo.ts";
import { table } from "./table.ts";
import { checkpoint, random, training } from "./training.ts";

/** Every family of operators. */
export const families: readonly Family[] = [
  activation,
  checkpoint,
  compare,
  control,
  conv,
  dense,
  detect,
  elementwise,
  index,
  logic,
  normalization,
  pool,
  quantize,
  random,
  recurrent,
  reduce,
  resize,
  select,
  sequence,
  shape,
  signal,
  stablehlo,
  table,
  training,
];
