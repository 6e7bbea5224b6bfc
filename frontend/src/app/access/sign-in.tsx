/** The way in: a key or token, tried before it is kept. The address stays, so that what was asked for opens after it. */
import { Alert, Box, Button, Paper, TextField, Typography } from "@mui/material";
import { useEffect, useId, useState, type SyntheticEvent } from "react";
import { signIn } from "../../api/access";
import type { Problem } from "../../api/client";
import { refusalOf } from "../../api/sign-in";

export default function SignIn({ hasEnded }: { readonly hasEnded: boolean }) {
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<Problem | null>(hasEnded ? ENDED : null);
  const [isTrying, setTrying] = useState(false);
  const note = useId();
  useEffect(() => {
    document.title = "Sign in · Sales";
  }, []);
  const attempt = async () => {
    setTrying(true);
    setProblem(null);
    const refusal = await refusalOf(key.trim());
    setTrying(false);
    if (refusal === null) signIn(key.trim());
    else setProblem(refusal);
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (key.trim() !== "" && !isTrying) void attempt();
  };
  return (
    <Box component="main" sx={{ minHeight: "100vh", display: "grid", placeItems: "center", p: 2 }}>
      <Paper
        component="form"
        variant="outlined"
        onSubmit={onSubmit}
        sx={{ p: 3, width: "100%", maxWidth: 420, display: "grid", gap: 2 }}
      >
        <Typography component="h1" sx={{ fontSize: 20, fontWeight: 650 }}>
          Sign in to Sales
        </Typography>
        {problem !== null && (
          <Alert severity={problem === ENDED ? "info" : "error"}>
            {problem.message} {problem.hint}
          </Alert>
        )}
        <TextField
          autoFocus
          required
          label="Key or token"
          type="password"
          name="key"
          autoComplete="current-password"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
          }}
          slotProps={{
            htmlInput: { spellCheck: false, "aria-describedby": note },
            inputLabel: { required: false },
          }}
        />
        <Typography id={note} variant="body2" color="textSecondary">
          Whoever runs this dashboard gives you one. It is kept until this tab is closed, and sent to this server alone.
        </Typography>
        <Button type="submit" variant="contained" disabled={key.trim() === "" || isTrying}>
          {isTrying ? "Trying…" : "Sign in"}
        </Button>
      </Paper>
    </Box>
  );
}

const ENDED: Problem = {
  code: "ENDED",
  message: "You were signed out: your key is no longer in force.",
  hint: "Sign in with another one.",
};
