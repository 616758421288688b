import type { Body, BodyNode } from "../graph/index.ts";
import { labelUsers } from "./labels.ts";
import { inferenceValue } from "./placeholders.ts";
import { portType } from "./ports.ts";
import { dependents, isLoss, isPlaceholder, isSource, isTrainingScope, isUpkeep } from "./roles.ts";

/** A node that may be an output, and what speaks for it. */
export interface OutputCandidate {
  readonly node: BodyNode;
  readonly score: number;
  readonly why: string;
}

/** Names that exporters and people give to results. */
const resultName =
  /(predictions?|prob(s|abilit(y|ies))?|softmax|final_result|logits|scores?|class(es)?|labels?_softmax|box(es)?|outputs?|landmarks?|embeddings?|detections?|heatmaps?|segmentation|Reshape_1)(_\d+)?$/i;

/** Operators that hand on what they get under another shape or name. */
const handsOn = /^(Identity|Reshape|Squeeze|StopGradient|CheckNumerics|ExpandDims|Cast)$/;

/**
 * Nodes that look like outputs of a model, best first: what depends on data, what nothing but upkeep of training, saving and
 * logging uses, and what is no loss nor measure.
 */
export function rankOutputs(body: Body, producer: number): readonly OutputCandidate[] {
  const { users } = body;
  const nodes = [...body.nodes.values()];
  const placeholders = nodes.filter((node) => isPlaceholder(node.op) && !isSetting(body, node, producer));
  const labels = labelUsers(body);
  const learned = placeholders.filter(({ name }) => !labels.has(name));
  const sources = learned.length > 0 ? learned : nodes.filter((node) => isSource(node.op));
  const fed = dependents(
    users,
    sources.map(({ name }) => name),
  );
  const training = dependents(users, [
    ...labels,
    ...nodes
      .filter((node) => isLoss(node.op) || isTrainingScope(`${node.name}/`) || takesLabels(body, node))
      .map(({ name }) => name),
  ]);
  const isModel = (node: BodyNode): boolean =>
    !training.has(node.name) && !isUpkeep(node.op) && !isChance(node) && !isMeasure(node, users);
  const isJudged = ({ name }: BodyNode): boolean =>
    labels.size > 0 &&
    (users.get(name) ?? []).some((user) => training.has(user.name) && !isTrainingScope(`${user.name}/`));
  const within = (models: readonly BodyNode[]): OutputCandidate[] => {
    const names = new Set(models.map(({ name }) => name));
    const sinks = models.filter(
      (node) => !(users.get(node.name) ?? []).some((user) => names.has(user.name) || isChance(user)),
    );
    const candidates = [...new Set(sinks.map((node) => withoutReshape(body, node)))];
    const results = candidates.filter(
      (node) =>
        !/^Var/.test(behind(body, node).op) && !isMeasure(node, users) && !(node.op === "ArgMax" && isJudged(node)),
    );
    return withScores(body, results.length > 0 ? results : candidates, isJudged);
  };
  const models = nodes.filter(isModel);
  const found = within(models.filter(({ name }) => fed.has(name)));
  return (found.length > 0 ? found : within(models)).sort((x, y) => y.score - x.score);
}

/** TF-slim reshapes probabilities back to what the logits were: the probabilities themselves are the result. */
function withoutReshape(body: Body, node: BodyNode): BodyNode {
  const made = behind(body, node);
  return node.op === "Reshape" && /^(Softmax|Sigmoid)$/.test(made.op) ? made : node;
}

/** A placeholder that turns something on or off instead of bringing data. */
function isSetting(body: Body, node: BodyNode, producer: number): boolean {
  const type = portType(body, { node: node.name, index: 0, isControl: false }, producer);
  if (node.op === "PlaceholderWithDefault" && type.shape?.length === 0) return true;
  return inferenceValue(node.name, type) !== undefined;
}

/** What is left of a dropout that was taken out. */
function isChance({ op, name }: BodyNode): boolean {
  if (/^(Stateless)?(Random|TruncatedNormal|Multinomial)/.test(op)) return true;
  return /(^|\/)dropout(_\d+)?\/(div|mul|keep_prob|rate|Shape|Floor)/i.test(name);
}

/** A mean or a sum that is only logged. */
function isMeasure(node: BodyNode, users: ReadonlyMap<string, readonly BodyNode[]>): boolean {
  const loggers = users.get(node.name) ?? [];
  const isReduction = /^(Mean|Sum|Max|Min|Prod|Size|ZeroFraction)$/.test(node.op);
  return isReduction && loggers.length > 0 && loggers.every(({ op }) => /Summary/.test(op));
}

/** Comparisons with what is right: `Equal(argmax, labels)`. */
function takesLabels(body: Body, node: BodyNode): boolean {
  if (!/^(Equal|NotEqual|InTopK.*)$/.test(node.op)) return false;
  return node.inputs.some(({ node: name }) => {
    const from = body.nodes.get(name);
    return from !== undefined && (isSource(from.op) || isPlaceholder(from.op) || /label|target/i.test(from.name));
  });
}

function withScores(body: Body, nodes: readonly BodyNode[], isJudged: (node: BodyNode) => boolean): OutputCandidate[] {
  const found = nodes.map((node): OutputCandidate => {
    const made = behind(body, node);
    const reasons: string[] = ["nothing in the model uses it"];
    let score = 1;
    if (/^(Softmax|Sigmoid|LogSoftmax)$/.test(made.op)) {
      score += 4;
      reasons.unshift(`a ${made.op}`);
    }
    if (/^(ArgMax|TopKV2|TopK)$/.test(made.op)) {
      score += 3;
      reasons.unshift(`the best classes (${made.op})`);
    }
    if (isJudged(node)) {
      score += 4;
      reasons.unshift("compared with what is right in training");
    }
    if (resultName.test(node.name)) {
      score += 2;
      reasons.push("named like a result");
    }
    return { node, score, why: reasons.join(", ") };
  });
  return [...found, ...rankedOver(body, found)];
}

/** What an ArgMax that is an output chooses from. */
function rankedOver(body: Body, found: readonly OutputCandidate[]): readonly OutputCandidate[] {
  return found.flatMap(({ node }): OutputCandidate[] => {
    const made = behind(body, node);
    const [from] = made.inputs;
    const scores = from === undefined ? undefined : body.nodes.get(from.node);
    if (!/^(ArgMax|TopKV2|TopK)$/.test(made.op) || scores === undefined) return [];
    if (!/^(Softmax|Sigmoid)$/.test(behind(body, scores).op) || found.some((other) => other.node === scores)) return [];
    return [{ node: scores, score: 5, why: `what '${node.name}' chooses the best of` }];
  });
}

/** The node that computes what a chain of shapes and names hands on. */
function behind(body: Body, node: BodyNode): BodyNode {
  let at = node;
  for (let steps = 0; steps < 20 && handsOn.test(at.op); steps++) {
    const [from] = at.inputs;
    const next = from === undefined ? undefined : body.nodes.get(from.node);
    if (next === undefined) break;
    at = next;
  }
  return at;
}
