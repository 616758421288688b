import type { ValueId } from "../../../ir/index.ts";
import { createAttributes, num, tfDefinition } from "../ops/index.ts";
import type { BodyNode } from "./body.ts";
import { opaque } from "./node.ts";
import type { Out } from "./out.ts";
import { assign } from "./state.ts";
import type { Handler, Scope } from "./translation.ts";
import { readVariable, tensorOf } from "./values.ts";
import type { TfVariable } from "./variables.ts";

/** One step of an optimizer: its operands by their names in the operator's definition. */
interface Step {
  readonly scope: Scope;
  readonly node: BodyNode;
  variable(name: string): TfVariable;
  value(name: string): ValueId;
  flag(name: string): boolean;
}

type Update = (step: Step, math: Arithmetic) => void;

interface Arithmetic {
  readonly add: (a: ValueId, b: ValueId) => ValueId;
  readonly sub: (a: ValueId, b: ValueId) => ValueId;
  readonly mul: (a: ValueId, b: ValueId) => ValueId;
  readonly div: (a: ValueId, b: ValueId) => ValueId;
  readonly less: (a: number, b: ValueId) => ValueId;
  readonly unary: (op: "sqrt" | "rsqrt" | "square", x: ValueId) => ValueId;
  read(variable: TfVariable): ValueId;
  write(variable: TfVariable, value: ValueId): void;
}

/** `var -= alpha delta`. */
const gradientDescent: Update = ({ variable, value }, m) => {
  const target = variable("var");
  m.write(target, m.sub(m.read(target), m.mul(value("alpha"), value("delta"))));
};

/** `accum = momentum accum + grad; var -= lr accum`, or with Nesterov's look ahead. */
const momentum: Update = ({ variable, value, flag }, m) => {
  const [target, accum, grad, rate] = [variable("var"), variable("accum"), value("grad"), value("lr")];
  const speed = m.add(m.mul(m.read(accum), value("momentum")), grad);
  const step = flag("use_nesterov")
    ? m.add(m.mul(grad, rate), m.mul(m.mul(speed, value("momentum")), rate))
    : m.mul(speed, rate);
  m.write(target, m.sub(m.read(target), step));
  m.write(accum, speed);
};

/** `accum = momentum accum - lr grad; var += accum`. */
const kerasMomentum: Update = ({ variable, value, flag }, m) => {
  const [target, accum] = [variable("var"), variable("accum")];
  const pull = m.mul(value("lr"), value("grad"));
  const speed = m.sub(m.mul(m.read(accum), value("momentum")), pull);
  const step = flag("use_nesterov") ? m.sub(m.mul(speed, value("momentum")), pull) : speed;
  m.write(target, m.add(m.read(target), step));
  m.write(accum, speed);
};

/** Kingma and Ba (2015), with `epsilon` beside the root of the uncorrected moment (training_ops.cc). */
const adam: Update = ({ variable, value, flag }, m) => {
  const [target, first, second, grad] = [variable("var"), variable("m"), variable("v"), value("grad")];
  const rest = (name: string): ValueId => m.less(1, value(name));
  const rate = m.div(m.mul(value("lr"), m.unary("sqrt", rest("beta2_power"))), rest("beta1_power"));
  const mean = m.add(m.read(first), m.mul(m.sub(grad, m.read(first)), rest("beta1")));
  const square = m.add(m.read(second), m.mul(m.sub(m.unary("square", grad), m.read(second)), rest("beta2")));
  const ahead = flag("use_nesterov") ? m.add(m.mul(grad, rest("beta1")), m.mul(value("beta1"), mean)) : mean;
  const step = m.div(m.mul(ahead, rate), m.add(value("epsilon"), m.unary("sqrt", square)));
  m.write(target, m.sub(m.read(target), step));
  m.write(first, mean);
  m.write(second, square);
};

/** `ms += (grad^2 - ms)(1 - rho); mom = momentum mom + lr grad / sqrt(ms + epsilon); var -= mom`. */
const rmsProp: Update = ({ variable, value }, m) => {
  const [target, mean, speed, grad] = [variable("var"), variable("ms"), variable("mom"), value("grad")];
  const change = m.mul(m.sub(m.unary("square", grad), m.read(mean)), m.less(1, value("rho")));
  const square = m.add(m.read(mean), change);
  const pull = m.mul(m.mul(grad, value("lr")), m.unary("rsqrt", m.add(square, value("epsilon"))));
  const moved = m.add(m.mul(m.read(speed), value("momentum")), pull);
  m.write(target, m.sub(m.read(target), moved));
  m.write(mean, square);
  m.write(speed, moved);
};

/** `accum += grad^2; var -= lr grad / sqrt(accum)`; the second version adds `epsilon` to the root. */
const adagrad: Update = ({ variable, value, flag, node }, m) => {
  const [target, accum, grad] = [variable("var"), variable("accum"), value("grad")];
  const total = flag("update_slots") ? m.add(m.read(accum), m.unary("square", grad)) : m.read(accum);
  const pull = m.mul(grad, value("lr"));
  const step = node.op.endsWith("V2")
    ? m.div(pull, m.add(m.unary("sqrt", total), value("epsilon")))
    : m.mul(pull, m.unary("rsqrt", total));
  m.write(target, m.sub(m.read(target), step));
  m.write(accum, total);
};

function arithmetic(scope: Scope): Arithmetic {
  const { build } = scope.frame;
  return {
    add: (a, b) => build.arithmetic("add", a, b),
    sub: (a, b) => build.arithmetic("sub", a, b),
    mul: (a, b) => build.arithmetic("mul", a, b),
    div: (a, b) => build.arithmetic("div", a, b),
    less: (a, b) => build.arithmetic("sub", num(a), b),
    unary: (op, x) => build.op(op, x),
    read: (variable) => readVariable(scope, variable),
    write: (variable, value) => assign(scope, variable, () => value),
  };
}

/** Frozen graphs leave the step out; one whose operands are no variables stays as it was read. */
const optimizer =
  (update: Update): Handler =>
  (scope, node, inputs) => {
    const [first] = inputs;
    if (scope.translation.frozen) return { kind: "done", outs: first === undefined ? [] : [first] };
    const names = (tfDefinition(node.op)?.inputs ?? []).map(({ name }) => name);
    const operand = (name: string): Out => inputs[names.indexOf(name)] ?? { kind: "dead" };
    const attrs = createAttributes(node.attrs, tfDefinition(node.op), { node: node.name, op: node.op });
    const slots = names.filter((name) => ["var", "accum", "m", "v", "ms", "mom"].includes(name));
    if (slots.some((name) => operand(name).kind !== "variable")) {
      const reason = "what it updates is no variable";
      return { kind: "done", outs: opaque(scope, node, inputs, { kind: "refused", reason }) };
    }
    update(
      {
        scope,
        node,
        variable: (name) => (operand(name) as Extract<Out, { kind: "variable" }>).variable,
        value: (name) => tensorOf(scope, operand(name)),
        flag: (name) => attrs.bool(name),
      },
      arithmetic(scope),
    );
    return { kind: "done", outs: first === undefined ? [] : [first] };
  };

type OptimizerOp =
  | "ApplyGradientDescent"
  | "ApplyMomentum"
  | "ApplyAdam"
  | "ApplyRMSProp"
  | "ApplyAdagrad"
  | "ResourceApplyGradientDescent"
  | "ResourceApplyMomentum"
  | "ResourceApplyKerasMomentum"
  | "ResourceApplyAdam"
  | "ResourceApplyRMSProp"
  | "ResourceApplyAdagrad"
  | "ResourceApplyAdagradV2";

/** Steps of optimizers (tensorflow/core/kernels/training_ops.cc) as arithmetic on variables. */
export const optimizerHandlers: Readonly<Record<OptimizerOp, Handler>> = {
  ApplyGradientDescent: optimizer(gradientDescent),
  ApplyMomentum: optimizer(momentum),
  ApplyAdam: optimizer(adam),
  ApplyRMSProp: optimizer(rmsProp),
  ApplyAdagrad: optimizer(adagrad),
  ResourceApplyGradientDescent: optimizer(gradientDescent),
  ResourceApplyMomentum: optimizer(momentum),
  ResourceApplyKerasMomentum: optimizer(kerasMomentum),
  ResourceApplyAdam: optimizer(adam),
  ResourceApplyRMSProp: optimizer(rmsProp),
  ResourceApplyAdagrad: optimizer(adagrad),
  ResourceApplyAdagradV2: optimizer(adagrad),
};
