/** Catches what breaks while drawing, so that the rest of the page lives on. */
import { Alert, Button } from "@mui/material";
import { Component, type ErrorInfo, type ReactNode } from "react";

interface BoundaryProps {
  /** What cannot be shown: `page`, `frame`. */
  readonly what: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(error: Error): BoundaryState {
    return { error };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    window.dispatchEvent(new CustomEvent("sales-broken", { detail: { what: this.props.what, error, componentStack } }));
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    // code that a newer deployment replaced cannot be fetched any more: only loading the page anew helps
    const again = (
      <Button
        color="inherit"
        onClick={() => {
          window.location.reload();
        }}
      >
        Reload
      </Button>
    );
    return (
      <Alert severity="error" action={again} sx={{ my: 2 }}>
        This {this.props.what} cannot be shown: something in it broke. The numbers behind it are not affected.
      </Alert>
    );
  }
}
