/** A button that opens a layer below itself, as the filter bar has many. */
import { Box, Button, Popover } from "@mui/material";
import { Suspense, useId, useState, type MouseEvent, type ReactNode } from "react";
import { Icon, type IconName } from "../icons";

interface Opener {
  readonly "aria-haspopup": "dialog";
  readonly "aria-expanded": boolean;
  readonly "aria-controls": string | undefined;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
}

interface LayerProps {
  /** What the layer is called by whoever hears it. */
  readonly name: string;
  readonly content: (close: () => void) => ReactNode;
  readonly children: (opener: Opener) => ReactNode;
}

export function Layer({ name, content, children }: LayerProps) {
  const id = useId();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const [wasOpen, setWasOpen] = useState(false);
  const close = () => {
    setPlace(null);
  };
  const opener: Opener = {
    "aria-haspopup": "dialog",
    "aria-expanded": place !== null,
    "aria-controls": place === null ? undefined : id,
    onClick: (event) => {
      setPlace(event.currentTarget);
      setWasOpen(true);
    },
  };
  return (
    <>
      {children(opener)}
      {wasOpen && (
        <Popover
          open={place !== null}
          anchorEl={place}
          onClose={close}
          anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
          transitionDuration={100}
          slotProps={{
            paper: { id, role: "dialog", "aria-label": name, variant: "outlined", sx: { mt: 0.5, boxShadow: 8 } },
          }}
        >
          <Suspense fallback={<Box sx={ROOM} />}>{content(close)}</Suspense>
        </Popover>
      )}
    </>
  );
}

// the room of most panels while their code is on its way, so that the layer does not have to move
const ROOM = { width: { xs: 280, sm: 400 }, height: 160 } as const;

interface BarButtonProps {
  readonly label: ReactNode;
  readonly icon?: IconName;
  readonly name: string;
  readonly isSet?: boolean;
  /** On narrow screens the icon stands alone. */
  readonly isShort?: boolean;
  readonly children: LayerProps["content"];
}

export function BarButton({ label, icon, name, isSet = false, isShort = false, children }: BarButtonProps) {
  return (
    <Layer name={name} content={children}>
      {(opener) => (
        <Button
          {...opener}
          variant="outlined"
          color={isSet ? "primary" : "inherit"}
          title={name}
          startIcon={icon && <Icon name={icon} size={16} />}
          endIcon={<Icon name="down" size={14} />}
          aria-label={isShort ? name : undefined}
          sx={isShort ? SHORT_BUTTON : BAR_BUTTON}
        >
          {label}
        </Button>
      )}
    </Layer>
  );
}

const BAR_BUTTON = {
  height: 32,
  px: 1.25,
  flexShrink: 0,
  whiteSpace: "nowrap",
  bgcolor: "background.paper",
  "&.MuiButton-colorInherit": { borderColor: "divider" },
  "& .MuiButton-endIcon": { ml: 0.25 },
} as const;

const SHORT_BUTTON = {
  ...BAR_BUTTON,
  ...{ fontSize: { xs: 0, lg: 13 }, minWidth: 34 },
  "& .MuiButton-startIcon": { mr: { xs: 0, lg: 0.75 } },
  "& .MuiButton-endIcon": { display: "none" },
} as const;
