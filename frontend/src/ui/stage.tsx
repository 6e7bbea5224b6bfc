/** What a component stands on in a test: settings, answers, the address, and the messages to the reader. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { userEvent, type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import leaderboard from "../../fixtures/Leaderboard.json";
import type { Asked } from "../api/page-query";
import { keepShell } from "../api/shell";
import { unwrap, type Envelope } from "../api/unwrap";
import { SettingsProvider } from "../state/settings-context";
import { ViewProvider } from "../state/view-context";
import { Speaking } from "./say";

const nothing = () => ({});

function Stage({ children }: { readonly children: ReactNode }) {
  const answers = new QueryClient();
  keepShell(answers, leaderboard);
  return (
    <SettingsProvider>
      <QueryClientProvider client={answers}>
        <ViewProvider declaredAt={nothing}>
          <Speaking>{children}</Speaking>
        </ViewProvider>
      </QueryClientProvider>
    </SettingsProvider>
  );
}

/** Drawn at an address; what comes back is the reader's hands. */
export function stage(content: ReactNode, address = "/"): UserEvent {
  window.history.replaceState(null, "", address);
  render(<Stage>{content}</Stage>);
  return userEvent.setup();
}

/** A recorded envelope as a tile is given it. */
export function askedOf<Data>(envelope: unknown, change: Partial<Asked<Data>> = {}): Asked<Data> {
  const answer = unwrap(envelope as Envelope<Data>);
  return { answer, failure: null, isOld: false, isRevalidating: false, refetch: () => undefined, ...change };
}
