import { elementNames } from '../expression/scalars.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { gradientGraph } from '../differentiators/pullback.ts';
import { float64 } from '../numbers/float64.ts';
import { placesAt, type Decision, type Switch } from './branches-along.ts';
import { movingInputs, readAlong, type Line } from './line.ts';
import { nodeName } from './node-name.ts';

/** A branch near a point, on a line through it. */
export interface NearBranch {
  /** What switches there: the operation, and where in the expression it stands. */
  readonly nodes: readonly { readonly operation: string; readonly where: string }[];
  /** How far along the line, below 0 on the left of the point. */
  readonly offset: number;
  /** |offset|. */
  readonly distance: number;
  /** f′ on the last place before the branch and on the first after it, by reverse AD there; ±∞ where it grows without end. */
  readonly left: number;
  readonly right: number;
  /** How much higher f is on its right; 0 where f is continuous, as far as doubles tell, or where a slope is not finite. */
  readonly jump: number;
}

/** f and f′ at t on a line. */
export type Curve = (t: number) => { readonly value: number; readonly slope: number };

/** f and f′ on a line, by reverse AD. */
export function curveOn(line: Line): Curve {
  const { expression, names, inputs } = line.objective;
  const moving = movingInputs(line);
  const { gradient } = gradientGraph(objective(expression, moving, names, [...inputs.values()]));
  const read = readAlong(line, [expression, ...moving.map((name) => gradient.get(name)!)], float64);
  return (t) => {
    const [value, ...parts] = read(placesAt(line, t));
    const terms = line.moves.map(({ name, index, by }) => by * parts[moving.indexOf(name)]!.data[index]!);
    return { value: value!.data[0]!, slope: terms.reduce((sum, term) => sum + term) };
  };
}

/** What lies at a switch; `before` and `after` are where the next ones lie, and less than `unit` along the line is lost in rounding. */
export function nearBranch(
  o: Objective,
  { left, right, at, decisions }: Switch,
  along: Curve,
  unit: number,
  [before, after]: readonly [number, number],
): NearBranch {
  const below = limit(along, left, -unit, left - before);
  const above = limit(along, right, unit, after - right);
  const [a, b] = [along(left).value, along(right).value];
  const size = Math.max(...[left, right, before, after].map((t) => Math.abs(along(t).value) || 0));
  const explained = 2 ** -47 * size + 2 * (Math.abs(below) + Math.abs(above)) * (unit + right - left);
  return {
    nodes: named(o, decisions),
    offset: at + 0,
    distance: Math.abs(at),
    left: below,
    right: above,
    jump: Math.abs(b - a) > explained ? b - a : 0,
  };
}

/**
 * The slope at a place beside a branch. ±∞ where it is twice as large or more, again and again, at a thousandth of the distance,
 * as far as there is room before the next branch; 0 where it is nothing beside the slope there.
 */
function limit(along: Curve, place: number, unit: number, room: number): number {
  const apart = [2 ** 10, 2 ** 20, 2 ** 30].map((k) => k * unit).filter((d) => Math.abs(d) < room);
  const slopes = [0, ...apart].map((d) => Math.abs(along(place + d).slope));
  const grows = slopes.every((slope, i) => i === 0 || slopes[i - 1]! >= 2 * slope);
  const { slope } = along(place);
  if (Math.abs(slope) <= 2 ** -30 * Math.abs(along(place + Math.sign(unit) * room).slope)) return 0;
  return grows && slopes.length > 2 && slope !== 0 ? Math.sign(slope) * Infinity : slope;
}

/** The nodes that branch, with the element of one that is an array: `relu(x)`, `h[3,0]`. */
function named({ names }: Objective, decisions: readonly Decision[]): NearBranch['nodes'] {
  return decisions.map(({ branching: { node, way }, element }) => {
    const own = nodeName(node, names);
    // A fold's ways are those of its operand's elements.
    const isOwn = way.shape.length === node.shape.length;
    return { operation: node.op, where: isOwn ? elementNames(own, node.shape)[element]! : own };
  });
}
