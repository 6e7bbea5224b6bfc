/** An operation as the code knows it: its name and the hash by which the server finds its text. */
export interface Operation<Result, Variables> {
  readonly name: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  /** What is asked with and answered; never there. */
  readonly types?: (variables: Variables) => Result;
}
