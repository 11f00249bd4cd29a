// JSON over fetch. What the server refuses becomes a Problem with its own words (RFC 9457).
import { outward } from "./base.js";

export class Problem extends Error {
  constructor({ title, detail, status, code }) {
    super(detail ?? title);
    this.title = title;
    this.status = status;
    this.code = code;
  }
}

/** The answer as a value. Throws a `Problem`, or an `AbortError` when `signal` is aborted. */
export async function request(path, { method = "GET", body, signal } = {}) {
  const response = await send(path, { method, body, signal });
  return response.status === 204 ? undefined : response.json();
}

/**
 * Sends a request whose answer is a stream of events, and yields each event's `{ event, data }`. Leaving the loop, or
 * aborting `signal`, closes the connection, which is how the server learns that the work can end.
 */
export async function* requestEvents(path, { method = "POST", body, signal }) {
  const response = await send(path, { method, body, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value.replaceAll("\r\n", "\n");
      const messages = text.split("\n\n");
      text = messages.pop();
      for (const message of messages) {
        const event = parsed(message);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function send(path, { method, body, signal }) {
  let response;
  try {
    response = await fetch(outward(path), {
      method,
      signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "unreachable", status: 0, code: "unreachable" });
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ title: response.statusText }));
  throw new Problem({ ...problem, status: response.status });
}

function parsed(message) {
  let event = "message";
  const data = [];
  for (const line of message.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : undefined;
}
