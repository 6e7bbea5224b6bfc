/** Who the reader is to a server that asks for it: a key or token, sent with every request, kept until the tab closes. */

const PLACE = "sales.access";

export interface Access {
  readonly key: string | null;
  /** The server wants a key, or another one: nothing else can be shown. */
  readonly isAsked: boolean;
  /** The key that was in force no longer is. */
  readonly hasEnded: boolean;
}

let now: Access = { key: kept(), isAsked: false, hasEnded: false };
const listeners = new Set<() => void>();

export const accessNow = (): Access => now;

export function onAccess(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function signIn(key: string): void {
  keep(key);
  become({ key, isAsked: false, hasEnded: false });
}

export function signOut(): void {
  keep(null);
  become({ key: null, isAsked: true, hasEnded: false });
}

/** `fetch` as the one who is signed in. A refusal of an earlier key says nothing of the present one. */
export async function fetchAsReader(url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const { key } = now;
  const headers = new Headers(init.headers);
  if (key !== null) headers.set("Authorization", bearer(key));
  const response = await fetch(url, { ...init, headers });
  heed(response.status, key);
  return response;
}

export const bearer = (key: string): string => `Bearer ${key}`;

/** What the status of an answer says of the key that was sent. */
export function heed(status: number, sent: string | null): void {
  if (status !== 401 || sent !== now.key || now.isAsked) return;
  keep(null);
  become({ key: null, isAsked: true, hasEnded: sent !== null });
}

function become(next: Access): void {
  now = next;
  for (const listener of listeners) listener();
}

/** A browser may refuse to keep anything; the key then lasts until the page is left. */
function kept(): string | null {
  try {
    return sessionStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

function keep(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, key);
  } catch {
    return;
  }
}
