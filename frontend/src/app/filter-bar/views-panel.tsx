/** Views with a name: those of the product, those of this browser, and the one open last. */
import { Box, Button, IconButton, InputBase, Typography } from "@mui/material";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { Link } from "wouter";
import {
  hasRoom,
  LONGEST_NAME,
  MOST_VIEWS,
  SHIPPED,
  withoutView,
  withView,
  type SavedView,
} from "../../state/saved-views";
import { LAST_VISIT, useSavedViews } from "../../state/saved-views-store";
import { useLink } from "../../state/view-context";
import { Icon } from "../icons";

export default function ViewsPanel({ onChosen }: { readonly onChosen: () => void }) {
  const { views, keep } = useSavedViews();
  const link = useLink();
  return (
    <Box sx={{ width: { xs: "100%", sm: 320 }, py: 1, maxHeight: 480, overflowY: "auto" }}>
      <SaveForm
        onSave={(name) => {
          const { pathname: path, search } = window.location;
          if (!hasRoom(views, name)) return `${MOST_VIEWS} views are kept already: delete one first.`;
          keep(withView(views, { name, path, search }));
          return `Saved “${name}”.`;
        }}
      />
      <Section title="Yours" isEmpty={views.length === 0}>
        {views.map((view) => (
          <ViewRow
            key={view.name}
            view={view}
            onChosen={onChosen}
            onRemove={() => {
              keep(withoutView(views, view.name));
            }}
          />
        ))}
      </Section>
      <Section title="Made for you" isEmpty={false}>
        {[...SHIPPED, ...(LAST_VISIT ? [LAST_VISIT] : [])].map((view) => (
          <ViewRow key={view.name} view={view} onChosen={onChosen} />
        ))}
      </Section>
      <Box sx={{ px: 2, pt: 0.5 }}>
        <Button component={Link} href={link("/settings")} onClick={onChosen} sx={{ px: 0 }}>
          Import and export in Settings
        </Button>
      </Box>
    </Box>
  );
}

/** `onSave` says what became of it. */
function SaveForm({ onSave }: { readonly onSave: (name: string) => string }) {
  const [name, setName] = useState("");
  const [saved, setSaved] = useState("");
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    setSaved(onSave(name.trim()));
    setName("");
  };
  return (
    <Box component="form" onSubmit={save} sx={{ px: 2, pt: 1 }}>
      <Box sx={{ display: "flex", gap: 1 }}>
        <InputBase
          value={name}
          placeholder="Name of this view"
          inputProps={{ "aria-label": "Name of this view", maxLength: LONGEST_NAME }}
          onChange={(event) => {
            setName(event.target.value);
          }}
          sx={{ flex: 1, border: 1, borderColor: "divider", borderRadius: 1, px: 1, height: 32 }}
        />
        <Button type="submit" variant="contained" disabled={name.trim() === ""}>
          Save
        </Button>
      </Box>
      <Typography variant="caption" role="status" component="p" color="textSecondary" sx={{ minHeight: 20 }}>
        {saved}
      </Typography>
    </Box>
  );
}

interface SectionProps {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

function Section({ title, isEmpty, children }: SectionProps) {
  return (
    <Box component="section" aria-label={title} sx={{ mb: 1 }}>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ px: 2 }}>
        {isEmpty ? "No view of yours is saved in this browser." : title}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {children}
      </Box>
    </Box>
  );
}

interface ViewRowProps {
  readonly view: SavedView;
  readonly onChosen: () => void;
  readonly onRemove?: () => void;
}

function ViewRow({ view, onChosen, onRemove }: ViewRowProps) {
  return (
    <Box component="li" sx={{ display: "flex", alignItems: "center", pr: 1 }}>
      <Button
        component={Link}
        href={view.path + view.search}
        color="inherit"
        onClick={onChosen}
        sx={{ flex: 1, justifyContent: "flex-start", px: 2, minWidth: 0 }}
      >
        {view.name}
      </Button>
      {onRemove && (
        <IconButton size="small" aria-label={`Delete ${view.name}`} onClick={onRemove}>
          <Icon name="trash" size={16} />
        </IconButton>
      )}
    </Box>
  );
}
