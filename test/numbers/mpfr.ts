import { init } from 'gmp-wasm';

const { binding } = await init();
const nearest = binding.mpfr_get_default_rounding_mode();
const exponentPointer = binding.malloc(4);

type Pointer = ReturnType<typeof binding.mpfr_t>;
/** A function of MPFR numbers: it gets a place for the result and a maker of further numbers. */
type Formula = (y: Pointer, x: readonly Pointer[], fresh: () => Pointer) => void;

const functions = binding as unknown as Readonly<Record<string, (...of: number[]) => number>>;

const direct =
  (name: string): Formula =>
  (y, x) => {
    functions[`mpfr_${name}`]!(y, ...x, nearest);
  };

const derived: Record<string, Formula> = {
  sub: direct('sub'),
  pow: direct('pow'),
  square: direct('sqr'),
  /** 1/(1 + e^−x) */
  sigmoid: (y, [x]) => {
    binding.mpfr_neg(y, x!, nearest);
    binding.mpfr_exp(y, y, nearest);
    binding.mpfr_add_ui(y, y, 1, nearest);
    binding.mpfr_ui_div(y, 1, y, nearest);
  },
  /** ln(1 + e^x) */
  softplus: (y, [x]) => {
    binding.mpfr_exp(y, x!, nearest);
    binding.mpfr_log1p(y, y, nearest);
  },
  /** x·erfc(−x/√2)/2 */
  gelu: (y, [x], fresh) => {
    const root = fresh();
    binding.mpfr_sqrt_ui(root, 2, nearest);
    binding.mpfr_div(y, x!, root, nearest);
    binding.mpfr_neg(y, y, nearest);
    binding.mpfr_erfc(y, y, nearest);
    binding.mpfr_mul(y, y, x!, nearest);
    binding.mpfr_div_ui(y, y, 2, nearest);
  },
};

/** In scientific notation: the binding's own writer spells every zero of 10^−1000000. */
function write(y: Pointer): string {
  const start = binding.mpfr_get_str(0, exponentPointer, 10, 0, y, nearest);
  const digits = new TextDecoder().decode(binding.mem.subarray(start, binding.mem.indexOf(0, start)));
  binding.mpfr_free_str(start);
  const special = /@(NaN|Inf)@/.exec(digits);
  if (special) return digits.replace(special[0], special[1] === 'NaN' ? 'NaN' : 'Infinity');
  const exponent = binding.memView.getInt32(exponentPointer, true);
  return `${digits.replace(/^-?/, '$&0.')}e${exponent}`;
}

/**
 * An operation as GNU MPFR has it (Fousse et al. 2007), an implementation that shares nothing with ours: the result in
 * decimal, good to more than `digits` digits. Operands are doubles, taken exactly, or decimal numbers as texts.
 */
export function mpfr(operation: string, digits: number, ...operands: readonly (number | string)[]): string {
  const bits = Math.ceil(digits * Math.log2(10)) + 256;
  const made: Pointer[] = [];
  const fresh = () => {
    const pointer = binding.mpfr_t();
    binding.mpfr_init2(pointer, bits + 1100);
    made.push(pointer);
    return pointer;
  };
  const x = operands.map((operand) => {
    const pointer = fresh();
    if (typeof operand === 'number') binding.mpfr_set_d(pointer, operand, nearest);
    else binding.mpfr_set_string(pointer, operand, 10, nearest);
    return pointer;
  });
  const y = fresh();
  binding.mpfr_set_prec(y, bits);
  (derived[operation] ?? direct(operation))(y, x, fresh);
  const text = write(y);
  for (const pointer of made) {
    binding.mpfr_clear(pointer);
    binding.mpfr_t_free(pointer);
  }
  return text;
}
