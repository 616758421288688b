import { Command, Option } from "commander";
import type { CommandResult, CommonOptions } from "./command.ts";
import { type ConvertCommandOptions, convert } from "./commands/convert.ts";
import { type DemoOptions, demo } from "./commands/demo.ts";
import { freeze } from "./commands/freeze.ts";
import { type InspectOptions, inspect } from "./commands/inspect.ts";
import { type RepairCommandOptions, repair } from "./commands/repair.ts";
import { type RunCommandOptions, run } from "./commands/run.ts";
import { type VerifyOptions, verify } from "./commands/verify.ts";
import { type VerifyCasesOptions, verifyCases } from "./commands/verify-cases.ts";
import { countOption, filesOption, listOption, numberOption, numbersOption, shapesOption } from "./options.ts";
import { packageVersion } from "./package-root.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command's work and prints what it found. */
export type Perform = (options: CommonOptions, work: () => Promise<CommandResult>) => Promise<void>;

export function createProgram(terminal: Terminal, perform: Perform): Command {
  const program = new Command("holdfast")
    .description("Reads trained vision models, says why they fail, converts and proves them, runs them offline.")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .showHelpAfterError("(holdfast --help, or holdfast <command> --help, lists what there is)")
    .addHelpText("after", exitCodes);
  for (const command of [
    inspectCommand,
    convertCommand,
    freezeCommand,
    repairCommand,
    runCommand,
    verifyCommand,
    demoCommand,
  ]) {
    program.addCommand(command(terminal, perform).exitOverride().copyInheritedSettings(program));
  }
  return program;
}

const exitCodes = `
Exit codes: 0 done, 1 the model has a problem that is named, 2 wrong usage, 3 a defect of holdfast.`;

const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ holdfast ${line}`).join("\n")}`;

function common(command: Command): Command {
  return command
    .option("--json", "print one JSON object instead of text")
    .option("-v, --verbose", "show notes, evidence and every weight")
    .option("--layers <file.mjs>", "module that exports 'layers' of Keras or 'operators' of TensorFlow of your own")
    .option("--operators <file.mjs>", "module that exports implementations of operators that are not known")
    .option("--architecture <file.json>", "Keras architecture (to_json) that belongs to a file of weights")
    .option("--graph <file>", "graph (.meta, .pb, .pbtxt) that belongs to a TensorFlow checkpoint")
    .option("--tags <names>", "which graph of a SavedModel, by all of its tags", listOption)
    .option("--ema", "moving averages of variables instead of their last values, where a checkpoint has them")
    .addOption(
      new Option("--semantics <whose>", "whose meaning layers have where TensorFlow.js and Keras differ").choices([
        "file",
        "keras",
      ]),
    );
}

function pictures(command: Command): Command {
  return command
    .addOption(
      new Option("--resize <method>", "how pictures are resized").choices(["nearest", "bilinear", "bicubic", "area"]),
    )
    .addOption(new Option("--definition <whose>", "whose definition of the method").choices(["tensorflow", "pil"]))
    .addOption(new Option("--fit <how>", "stretch, crop the middle, or pad").choices(["stretch", "crop", "pad"]))
    .option("--mean <numbers>", "subtracted from each pixel value, one or one per channel", numbersOption)
    .option("--std <numbers>", "divides after the mean, one or one per channel", numbersOption)
    .option("--bgr", "channels in the order blue, green, red");
}

function inspectCommand(terminal: Terminal, perform: Perform): Command {
  return common(new Command("inspect"))
    .description("Shows a model: inputs, outputs, signatures, operators, weights, origin, oldest runtime.")
    .argument("<model>", "file or folder, of any format")
    .option("--diff <other>", "show how another model differs instead")
    .option("--weights", "list every array in the file")
    .option("--nodes", "list every operator in order")
    .option("--inputs <names>", "tensors that feed a TensorFlow graph", listOption)
    .option("--outputs <names>", "tensors that a TensorFlow graph gives", listOption)
    .option("--variables", "prove of every variable that it has a value before it is read")
    .option("--from <source>", "with --variables: the model that the file was made from")
    .option("--stats", "read every array, compare its checksum where there is one, and sum up its numbers")
    .addHelpText(
      "after",
      examples(["inspect model.h5", "inspect model.tflite --nodes", "inspect a.tflite --diff b.tflite"]),
    )
    .action((model: string, options: InspectOptions) => perform(options, () => inspect(terminal, model, options)));
}

function convertCommand(terminal: Terminal, perform: Perform): Command {
  return common(new Command("convert"))
    .description("Converts models to a standard file and proves that no weight was lost.")
    .argument("<model...>", "files or folders, of any format")
    .option("-o, --output <path>", "file to write; a folder for several models")
    .option("--to <format>", "format, when the output's name does not say it")
    .option("--inputs <names>", "tensors to feed instead of the model's inputs", listOption)
    .option("--outputs <names>", "tensors to give instead of the model's outputs", listOption)
    .option("--signatures <names>", "entry points to keep", listOption)
    .option("--batch <n>", "fix the batch size", countOption())
    .option("--input-shape <name=shape>", "fix an input's whole shape", shapesOption)
    .option("--fp16", "store weights as float16: half the size")
    .option("--target-runtime <version>", "oldest TensorFlow Lite that must take the file, for example 2.8")
    .option("--no-optimize", "keep the graph as it was read, apart from what the target needs")
    .option("--stop-after <n>", "stop after n rewrites, to find the one that makes a result wrong", countOption(0))
    .option("--force", "overwrite files that exist")
    .addHelpText(
      "after",
      examples([
        "convert model.h5 -o model.tflite",
        "convert model.keras -o model.tflite --batch 1 --fp16",
        "convert weights.h5 --architecture model.json -o model.tflite",
        "convert *.h5 -o converted/",
        "convert saved_model/ -o model.tflite",
        "convert model.ckpt-100 --graph graph.pbtxt --outputs probs -o model.pb",
        "convert model.h5 -o web/model.json",
      ]),
    )
    .action((models: string[], options: ConvertCommandOptions) =>
      perform(options, () => convert(terminal, models, options)),
    );
}

function repairCommand(terminal: Terminal, perform: Perform): Command {
  return common(new Command("repair"))
    .description("Puts weights that a converter left out back into a TensorFlow Lite file.")
    .argument("<model>", "TensorFlow Lite file whose variables have no values, or wrong ones")
    .requiredOption("--from <source>", "the model that it was converted from: a SavedModel, a checkpoint, any format")
    .option("-o, --output <file>", "file to write; <model>_repaired.tflite by default")
    .option("--force", "overwrite a file that exists")
    .addHelpText(
      "after",
      examples([
        "repair broken.tflite --from saved_model/ -o fixed.tflite",
        "inspect broken.tflite --variables --from saved_model/",
      ]),
    )
    .action((model: string, options: RepairCommandOptions) => perform(options, () => repair(terminal, model, options)));
}

function freezeCommand(terminal: Terminal, perform: Perform): Command {
  return common(new Command("freeze"))
    .description("Makes one file of a training run: variables become constants, what only training needs is left out.")
    .argument("<model>", "checkpoint, SavedModel, graph, or any other model")
    .option("-o, --output <path>", "file to write; a TensorFlow graph (.pb) unless its name says otherwise")
    .option("--to <format>", "format, when the output's name does not say it")
    .option("--inputs <names>", "tensors to feed; without them likely ones are found and shown", listOption)
    .option("--outputs <names>", "tensors to give; without them likely ones are found and shown", listOption)
    .option("--signatures <names>", "entry points to keep", listOption)
    .option("--batch <n>", "fix the batch size", countOption())
    .option("--fold", "fold normalizations into filters in a graph, too")
    .option("--force", "overwrite files that exist")
    .addHelpText(
      "after",
      examples([
        "freeze model.ckpt-100.index -o frozen.pb",
        "freeze training_folder/ -o frozen.pb --ema",
        "freeze model.ckpt --graph graph.pbtxt --outputs resnet_v1_50/predictions/Softmax -o frozen.pb",
        "freeze resnet_v1_50.ckpt -o resnet.tflite",
        "freeze saved_model/ --signatures serving_default -o frozen.pb",
      ]),
    )
    .action((model: string, options: ConvertCommandOptions) =>
      perform(options, () => freeze(terminal, model, options)),
    );
}

function runCommand(terminal: Terminal, perform: Perform): Command {
  return pictures(common(new Command("run")))
    .description("Runs a model on pictures or arrays, offline.")
    .argument("<model>", "file or folder, of any format")
    .option("--image <paths>", "pictures, or folders of pictures", listOption)
    .option("--input <name=file.npy>", "array for an input; the text itself for an input of strings", filesOption)
    .option("--output <folder>", "write every output as <name>.npy there")
    .option("--signature <names>", "which entry point, or several to run one after the other", listOption)
    .option("--store <folder>", "where a model that saves and restores its weights keeps them")
    .option("--labels <file>", "names of the classes, one a line or JSON")
    .option("--top <n>", "how many classes to show", countOption(), 5)
    .option("--threshold <score>", "show only classes with at least this score", numberOption())
    .option("--force", "overwrite files that exist")
    .addHelpText(
      "after",
      examples([
        "run model.tflite --image photo.jpg --labels labels.txt",
        "run model.tflite --image pictures/ --top 1 --json",
        "run model.tflite --image photo.jpg --mean 127.5 --std 127.5",
        "run model.tflite --input image=x.npy --output out/",
        "run model.tflite --signature train,save --input x=x.npy --input y=y.npy --input path=a.ckpt --store weights/",
      ]),
    )
    .action((model: string, options: RunCommandOptions) => perform(options, () => run(terminal, model, options)));
}

function verifyCommand(terminal: Terminal, perform: Perform): Command {
  return pictures(common(new Command("verify")))
    .description("Compares two models on the same inputs, or runs a file of golden cases.")
    .argument("[models...]", "two models")
    .option("--cases <file>", "golden cases (docs/cases.schema.json) instead of two models")
    .option("--only <text>", "only cases whose name holds this text")
    .option("--through <format>", "run each case's model as it is after conversion to this format")
    .option("--input <name=file.npy>", "array for an input", filesOption)
    .option("--image <paths>", "pictures to compare on", listOption)
    .option("--samples <n>", "number of random inputs", countOption(), 4)
    .option("--seed <n>", "seed of the random inputs", countOption(0), 0)
    .option("--atol <x>", "absolute tolerance", numberOption(0), 1e-5)
    .option("--rtol <x>", "tolerance relative to the second model", numberOption(0), 1e-4)
    .option("--signature <name>", "which entry point")
    .option("--per-layer", "compare every layer that both models have under one name")
    .addHelpText(
      "after",
      examples([
        "verify model.h5 model.tflite",
        "verify model.h5 model.tflite --image pictures/ --per-layer",
        "verify --cases cases.json --json",
      ]),
    )
    .action((models: string[], options: VerifyOptions & VerifyCasesOptions & { cases?: string }, command: Command) => {
      const { cases } = options;
      if (cases !== undefined && models.length === 0)
        return perform(options, () => verifyCases(terminal, cases, options));
      const [a, b, ...more] = models;
      if (a === undefined || b === undefined || more.length > 0 || cases !== undefined) {
        command.error("error: give two models, or --cases and a file");
      }
      return perform(options, () => verify(terminal, [a, b], options));
    });
}

function demoCommand(terminal: Terminal, perform: Perform): Command {
  return new Command("demo")
    .description("Inspects, converts, proves and runs the demo model on the demo pictures.")
    .option("--json", "print one JSON object instead of text")
    .action((options: DemoOptions) => perform(options, () => demo(terminal, options)));
}
