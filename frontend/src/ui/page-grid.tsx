/** Places of tiles: twelve columns on a wide screen, six on a middle one, one below. */
import type { CSSProperties, ReactNode } from "react";

export function PageGrid({ children }: { readonly children: ReactNode }) {
  return <div className="page-grid">{children}</div>;
}

interface PlaceProps {
  /** Of twelve. */
  readonly wide: number;
  /** Of six. */
  readonly middle?: number;
  readonly children: ReactNode;
}

export function Place({ wide, middle = 6, children }: PlaceProps) {
  return (
    <div className="place" style={{ "--of-twelve": wide, "--of-six": middle } as CSSProperties}>
      {children}
    </div>
  );
}
