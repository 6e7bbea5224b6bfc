/** What breaks inside a tile stays inside it: the neighbours go on, and the reader can draw it again. */
import { Alert, Button } from "@mui/material";
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  readonly requestId: string | null;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly broken: Error | null;
  readonly requestId: string | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { broken: null, requestId: this.props.requestId };

  static getDerivedStateFromError(broken: Error): Partial<BoundaryState> {
    return { broken };
  }

  /** A new answer is drawn anew. */
  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return props.requestId === state.requestId ? null : { broken: null, requestId: props.requestId };
  }

  override componentDidCatch(broken: Error): void {
    window.dispatchEvent(
      new CustomEvent("sales:broken", { detail: { requestId: this.props.requestId, name: broken.name } }),
    );
  }

  override render(): ReactNode {
    if (this.state.broken === null) return this.props.children;
    const again = (
      <Button
        color="inherit"
        size="small"
        onClick={() => {
          this.setState({ broken: null });
        }}
      >
        Reload tile
      </Button>
    );
    return (
      <Alert severity="error" action={again}>
        This tile could not be drawn. DISPLAY_FAILED{this.props.requestId ? ` · request ${this.props.requestId}` : ""}
      </Alert>
    );
  }
}
