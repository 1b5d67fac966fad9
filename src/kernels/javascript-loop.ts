import { size } from '../language/shape.ts';
import { literal, rounding, writeOperation, type Surroundings } from './javascript-operators.ts';
import type { Layout } from './layout.ts';
import { merge, viewsOf } from './nest.ts';
import type { LoopStep, Operand } from './step.ts';

/** Sets all elements of a buffer. */
export function writeFill(buffer: number, value: string, around: Surroundings): string {
  const from = around.offset(buffer);
  return `for (let i = ${from}; i < ${from + around.size(buffer)}; i++) m[i] = ${value};\n`;
}

/** One operation on scalars: a single statement, and no loop; `undefined` where an operand is no scalar buffer. */
function writeScalar(step: LoopStep, around: Surroundings): string | undefined {
  const { op, operands, parameters } = step.instructions[0]!;
  const names: string[] = [];
  for (const operand of operands) {
    const name =
      operand.kind === 'number'
        ? literal(operand.value, around)
        : operand.kind === 'load'
          ? around.scalar(operand.from.base)
          : undefined;
    if (name === undefined) return undefined;
    names.push(name);
  }
  return `${around.define(step.target.base, writeOperation(op, names, parameters, around))}\n`;
}

/**
 * The text of a nest of loops. Each value is computed in the outermost loop in which all it depends on is known. A sum
 * starts at −0, to which adding its first term gives that term, the sign of zero included; a sum of no terms is 0.
 */
export function writeLoop(step: LoopStep, around: Surroundings): string {
  const { fold, target, instructions } = step;
  const scalarTarget = around.scalar(target.base) !== undefined;
  if (step.lengths.length === 0 && scalarTarget && fold === undefined && instructions.length === 1) {
    const statement = writeScalar(step, around);
    if (statement !== undefined) return statement;
  }
  const kept = step.lengths.filter((_, axis) => !fold?.axes.includes(axis));
  if (size(kept) === 0) return '';
  if (step.lengths.includes(0))
    return scalarTarget ? around.define(target.base, '0') : writeFill(target.base, '0', around);

  const { views, numberOf } = viewsOf(step);
  let axes = merge(step, views);
  // A sum that keeps its innermost axis adds into memory, row by row; any other fold keeps its accumulator in a variable.
  const adding = fold?.by === 'sum' && axes.at(-1)?.folded === false && axes.some((axis) => axis.folded);
  if (!adding) axes = [...axes.filter((axis) => !axis.folded), ...axes.filter((axis) => axis.folded)];
  const depth = axes.length;
  const outer = adding ? depth : axes.filter((axis) => !axis.folded).length;

  const before: string[][] = Array.from({ length: depth + 1 }, () => []);
  const after: string[][] = Array.from({ length: depth + 1 }, () => []);
  let names = 0;
  const levelOf = (view: number): number => axes.findLastIndex((axis) => axis.strides[view] !== 0) + 1;
  const address = (view: number, level: number): string => {
    let text = String(around.offset(views[view]!.base) + views[view]!.offset);
    for (let axis = 0; axis < level; axis++) {
      const stride = axes[axis]!.strides[view]!;
      if (stride === 0) continue;
      text = `${text} + i${axis}${stride === 1 ? '' : ` * ${stride}`}`;
      if (axis === level - 1) break;
      const name = `a${names++}`;
      before[axis + 1]!.push(`const ${name} = ${text};`);
      text = name;
    }
    return `m[${text}]`;
  };

  const results: { text: string; level: number }[] = [];
  const loaded = new Map<number, string>();
  const value = (operand: Operand): { text: string; level: number } => {
    if (operand.kind === 'number') return { text: literal(operand.value, around), level: 0 };
    if (operand.kind === 'result') return results[operand.of]!;
    const scalar = around.scalar(operand.from.base);
    if (scalar !== undefined) return { text: scalar, level: 0 };
    const view = numberOf(operand.from);
    const level = levelOf(view);
    let text = loaded.get(view);
    if (text === undefined) {
      text = `x${view}`;
      loaded.set(view, text);
      const place = address(view, level);
      before[level]!.push(`const ${text} = ${place};`);
    }
    return { text, level };
  };
  instructions.forEach(({ op, operands, parameters }, i) => {
    const operandValues = operands.map(value);
    const level = Math.max(0, ...operandValues.map((v) => v.level));
    const text = writeOperation(
      op,
      operandValues.map((v) => v.text),
      parameters,
      around,
    );
    if (depth > 0 || i < instructions.length - 1 || !scalarTarget) {
      before[level]!.push(`const y${i} = ${text};`);
      results.push({ text: `y${i}`, level });
    } else results.push({ text, level });
  });
  const result = value(step.result).text;
  const store = (text: string, sign = '='): string =>
    scalarTarget ? around.define(target.base, text) : `${address(0, levelOf(0))} ${sign} ${text};`;

  let prologue = '';
  if (fold === undefined) before[depth]!.push(store(result));
  else if (adding) {
    prologue = writeFill(target.base, '-0', around);
    before[depth]!.push(store(result, '+='));
  } else {
    const first = fold.by === 'sum' ? '-0' : step.result.kind === 'load' ? firstOf(step.result.from) : result;
    before[outer]!.push(`let total = ${first};`);
    before[depth]!.push(
      fold.by === 'sum'
        ? `total = ${rounding(`total + ${result}`, around)};`
        : `total = Math.${fold.by}(total, ${result});`,
    );
    after[outer]!.push(store('total'));
  }
  return prologue + nest();

  /** The element that a fold starts from: the largest of x₀ and x₀ is x₀, so that it may be met again. */
  function firstOf(from: Layout): string {
    return around.scalar(from.base) ?? address(numberOf(from), outer);
  }

  function nest(): string {
    let text = '';
    for (let level = 0; level <= depth; level++) {
      text += before[level]!.map((line) => `${line}\n`).join('');
      if (level < depth)
        text += `for (let i${level} = 0; i${level} < ${axes[level]!.length}; i${level}++) {\n`;
    }
    for (let level = depth; level >= 0; level--) {
      text += after[level]!.map((line) => `${line}\n`).join('');
      if (level > 0) text += '}\n';
    }
    return text;
  }
}
