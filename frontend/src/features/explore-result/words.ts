/** What the result is called, and what stands across it. */
import type { ReactNode } from "react";

export interface Words {
  readonly title: string;
  /** What stands across: "Month", "Product line". */
  readonly column: string;
  /** The switch between forms. */
  readonly shapes: ReactNode;
}
