/** Several plots over the same buckets with one pointer: what is read in one is pointed at in all. */
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import type { PlotControl } from "./plot";

type Follow = (index: number | null) => void;

/** The plot that is being read leads; the others only follow and tell nothing. */
class Pointer {
  private leader: object | null = null;
  private readonly followers = new Map<object, Follow>();

  follow(plot: object, follow: Follow): () => void {
    this.followers.set(plot, follow);
    return () => {
      this.followers.delete(plot);
      if (this.leader === plot) this.leader = null;
    };
  }

  lead(plot: object): void {
    this.leader = plot;
  }

  isLedBy(plot: object): boolean {
    return this.leader === null || this.leader === plot;
  }

  tell(plot: object, index: number | null): void {
    if (!this.isLedBy(plot) || (index === null && this.leader === null)) return;
    this.leader = index === null ? null : plot;
    for (const [other, follow] of this.followers) if (other !== plot) follow(index);
  }
}

const PointerContext = createContext<Pointer | null>(null);

export function SharedPointer({ children }: { readonly children: ReactNode }) {
  const [pointer] = useState(() => new Pointer());
  return <PointerContext value={pointer}>{children}</PointerContext>;
}

interface Shared {
  /** Takes the lead, when a reader turns to this plot. */
  readonly lead: () => void;
  /** Whether what the plot says of its pointer comes from its own reader. */
  readonly isOwn: () => boolean;
}

/** Ties a plot to the others round it; nothing happens outside of a `SharedPointer`. */
export function useSharedPointer(control: PlotControl | null, index: number | null): Shared {
  const pointer = use(PointerContext);
  const [plot] = useState(() => ({}));
  useEffect(() => pointer?.follow(plot, (at) => control?.point(at)), [pointer, plot, control]);
  useEffect(() => pointer?.tell(plot, index), [pointer, plot, index]);
  const [shared] = useState<Shared>(() => ({
    lead: () => pointer?.lead(plot),
    isOwn: () => pointer?.isLedBy(plot) ?? true,
  }));
  return shared;
}
