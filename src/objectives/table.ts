/** Measurements of individuals of several classes. */
export interface Table {
  readonly classes: readonly string[];
  /** How many rows each class has; rows stand in the order of the classes. */
  readonly counts: readonly number[];
  readonly features: readonly string[];
  /** rows × features, row by row. */
  readonly measurements: readonly number[];
}
