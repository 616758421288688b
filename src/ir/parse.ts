import { nodeId, type ValueId, valueId } from "./ids.ts";
import type { Graph, Model, Node, Value } from "./model.ts";
import { type ConstantLookup, createConstantParser } from "./text/parse-constant.ts";
import {
  parseDropped,
  parseMetadata,
  parseSignature,
  parseSource,
  parseVariable,
  parseWeight,
} from "./text/parse-model.ts";
import { parseNode, parseValue, parseValueIds } from "./text/parse-node.ts";
import { createScanner } from "./text/scanner.ts";

export interface ParseOptions {
  /** Bytes of constants that the text names by their hash; it is asked when a constant is read. */
  readonly constants?: ConstantLookup;
}

/**
 * The model that `printModel` printed. Throws `IR-E004` with the line where the text is something else. Constants whose
 * bytes are neither in the text nor given throw `IR-E005` when they are read. The structure is not checked: `verifyModel`
 * does that.
 */
export function parseModel(text: string, options: ParseOptions = {}): Model {
  const parser = createParser(text, options);
  const model = parser.model();
  parser.end();
  return model;
}

/** The graph that `printGraph` printed; see {@link parseModel}. */
export function parseGraph(text: string, options: ParseOptions = {}): Graph {
  const parser = createParser(text, options);
  const graph = parser.graph();
  parser.end();
  return graph;
}

/** Places that the graphs of a text may have for values, removed ones included: bounds the memory a few digits can ask for. */
const placeLimit = 2 ** 22;

interface Parser {
  model(): Model;
  graph(): Graph;
  end(): void;
}

function createParser(text: string, options: ParseOptions): Parser {
  const scanner = createScanner(text);
  const constants = createConstantParser(scanner, options.constants);
  let places = 0;

  function definitions(): void {
    while (scanner.next === "&") constants.definition();
  }

  function statements<T>(keyword: string, read: () => T): T[] {
    const found: T[] = [];
    while (scanner.accept(keyword)) found.push(read());
    return found;
  }

  function model(): Model {
    scanner.expect("model");
    const name = scanner.string();
    const source = parseSource(scanner);
    definitions();
    const signatures = statements("signature", () => parseSignature(scanner));
    const variables = statements("variable", () => parseVariable(scanner, constants));
    const metadata = statements("metadata", () => parseMetadata(scanner, constants));
    const weights = statements("weight", () => parseWeight(scanner, constants));
    const dropped = statements("dropped", () => parseDropped(scanner));
    const graphs: Graph[] = [];
    while (scanner.accept("graph")) {
      const index = graphs.length;
      scanner.convert(`'^${index}'`, () => scanner.reference("^") === index || undefined);
      graphs.push(graphBody());
    }
    return { name, source, graphs, signatures, variables, metadata, weights, dropped };
  }

  function graphBody(): Graph {
    const name = scanner.string();
    const inputs = parseValueIds(scanner);
    scanner.expect("->");
    const outputs = parseValueIds(scanner);
    const values: (Value | undefined)[] = [];
    const nodes: Node[] = [];
    const output = (): ValueId => {
      if (scanner.looksLike(/%\d+\s*"/y)) return declare(values);
      return valueId(scanner.reference("%"));
    };
    scanner.expect("{");
    while (!scanner.accept("}")) {
      if (scanner.next === "%") declare(values);
      else nodes.push(parseNode(scanner, nodeId((nodes.at(-1)?.id ?? -1) + 1), output));
    }
    return { name, values, nodes, inputs, outputs };
  }

  function declare(values: (Value | undefined)[]): ValueId {
    const id = scanner.convert("a value that has not been declared yet", () => {
      const found = valueId(scanner.reference("%"));
      return values[found] === undefined ? found : undefined;
    });
    if (id >= values.length) {
      places += id + 1 - values.length;
      if (places > placeLimit) scanner.refuse(`at most ${placeLimit} values`);
      while (values.length < id) values.push(undefined);
    }
    values[id] = parseValue(scanner, constants, id);
    return id;
  }

  return {
    model,
    graph() {
      definitions();
      scanner.expect("graph");
      return graphBody();
    },
    end() {
      if (scanner.next !== "") scanner.refuse("the end");
    },
  };
}
