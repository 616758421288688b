import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareModels, convertModel, readBundle, readModelFrom, summarizeModel, topK } from "../../api/index.ts";
import { HoldfastError } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import { fileInput, writeFiles } from "../../node/index.ts";
import { createSession, type Outputs } from "../../runtime/index.ts";

import type { CommandResult, CommonOptions } from "../command.ts";
import { packageRoot } from "../package-root.ts";
import { pictureReader } from "../pictures.ts";
import { startProgress } from "../progress.ts";
import { comparisonLines } from "../render/comparison.ts";
import { ledgerLines } from "../render/ledger.ts";
import { formatBytes, formatCount, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

export type DemoOptions = Pick<CommonOptions, "json">;

const folder = (): string => join(packageRoot(), "demo");

/** Pictures that are shown one by one: digits, capitals and small letters, one of each third of the alphabet. */
const shown: readonly string[] = [
  "digit_2_0.png",
  "digit_5_1.png",
  "digit_8_0.png",
  "upper_A_0.png",
  "upper_G_1.png",
  "upper_K_0.png",
  "upper_R_1.png",
  "upper_Z_0.png",
  "lower_a_0.png",
  "lower_g_1.png",
  "lower_m_0.png",
  "lower_t_1.png",
];

interface Guess {
  readonly file: string;
  readonly label: string;
  readonly guess: string;
  readonly score: number;
}

/** From a saved Keras model to answers about pictures, with a proof of each step on the way. */
export async function demo(terminal: Terminal, options: DemoOptions): Promise<CommandResult> {
  const say = (...lines: readonly string[]): void => {
    if (!options.json) for (const line of lines) terminal.out(line);
  };
  const head = (text: string): string => paint(terminal, "bold", text);
  const begun = performance.now();

  const source = await readModelFile(join(folder(), "letters.h5"));
  const summary = summarizeModel(source);
  say(head("1. A model saved by Keras"), "   demo/letters.h5: a MobileNetV2 that reads 62 characters, 0-9 A-Z a-z");
  say(
    `   ${summary.producer}, ${formatCount(summary.weights.parameters)} parameters in ${formatCount(summary.weights.count)} arrays`,
  );

  const target = join(mkdtempSync(join(tmpdir(), "holdfast-demo-")), "letters.tflite");
  const started = performance.now();
  const result = await convertModel(source, { to: "tflite", name: "letters.tflite" });
  const [file] = result.files;
  if (file === undefined || result.model === undefined || result.ledger === undefined) {
    return { exitCode: 1, data: {}, lines: [], diagnostics: result.diagnostics };
  }
  writeFiles(join(target, ".."), result.files);
  say("", head("2. Converted to TensorFlow Lite"), `   ${target}  ${formatBytes(file.bytes.length)}`);
  say(`   ${result.applied.length} rewrites, ${Math.round(performance.now() - started)} ms, no Python and no network`);

  say("", head("3. Proof that no weight was lost"), ...indented(ledgerLines(terminal, result.ledger, false)));

  const written = await readModelFile(target);
  const pictures = await readPictures(written);
  const sample = pictures.filter(({ file: name }) => shown.slice(0, 4).includes(name)).map(({ inputs }) => inputs);
  const comparison = compareModels(source, written, { atol: 1e-5, rtol: 1e-4, inputs: sample });
  say(
    "",
    head("4. Proof that the numbers agree, on four pictures"),
    ...indented(comparisonLines(terminal, comparison)),
  );

  say("", head(`5. ${pictures.length} pictures classified with the converted file`));
  const guesses = classify(terminal, written, pictures);
  const rows = guesses
    .filter((guess) => shown.includes(guess.file))
    .map((g) => [
      g.file,
      "is",
      g.guess,
      g.score.toFixed(3),
      g.guess === g.label ? "" : paint(terminal, "yellow", `no, ${g.label}`),
    ]);
  const right = guesses.filter((guess) => guess.guess === guess.label).length;
  say(...indented(table(rows)), `   ${right} of ${guesses.length} right, as many as Keras itself gets (108)`);

  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say("", `Done in ${seconds} s. Try it with your own model:`);
  say(
    "   npx holdfast convert model.h5 -o model.tflite",
    "   npx holdfast run model.tflite --image photo.jpg --labels labels.txt",
  );
  const agrees = comparison.equal && result.ledger.balanced && right === 108;
  return {
    exitCode: agrees ? 0 : 1,
    data: { model: target, right, of: guesses.length, ledger: result.ledger, comparison, guesses },
    lines: [],
    diagnostics: [],
  };
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? "" : `   ${line}`));

async function readModelFile(path: string): Promise<Model> {
  const { model, diagnostics } = await readModelFrom(fileInput(path));
  const error = diagnostics.find((d) => d.severity === "error");
  if (model === undefined || error !== undefined)
    throw new HoldfastError(error as NonNullable<typeof error>, diagnostics);
  return model;
}

interface LabelledPicture {
  readonly file: string;
  readonly label: string;
  readonly inputs: Outputs;
}

async function readPictures(model: Model): Promise<readonly LabelledPicture[]> {
  const reader = pictureReader(model, createSession(model), readBundle(model), {});
  const rows = readFileSync(join(folder(), "images.csv"), "utf8").trim().split("\n").slice(1);
  const pictures: LabelledPicture[] = [];
  for (const row of rows) {
    const [file, label] = row.split(",") as [string, string];
    const { tensor } = await reader.read(join(folder(), "images", file));
    pictures.push({ file, label, inputs: { [reader.input.name]: tensor } });
  }
  return pictures;
}

function classify(terminal: Terminal, model: Model, pictures: readonly LabelledPicture[]): readonly Guess[] {
  const labels = readFileSync(join(folder(), "labels.txt"), "utf8").trim().split("\n");
  const session = createSession(model);
  const progress = startProgress(terminal, "   pictures", pictures.length);
  const guesses = pictures.map(({ file, label, inputs }, index): Guess => {
    const [output] = Object.values(session.runSync(inputs));
    const best = output === undefined ? undefined : topK(output, { count: 1, labels })[0]?.[0];
    progress.step(index + 1);
    return { file, label, guess: best?.label ?? "", score: best?.score ?? 0 };
  });
  progress.stop();
  return guesses;
}
