/** What the user asked for cannot be done as asked; the message says what was required and what was found. */
export class Misuse extends Error {}
