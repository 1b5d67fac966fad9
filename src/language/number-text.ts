/** The shortest text that denotes the double; −0 keeps its sign. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
