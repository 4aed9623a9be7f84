/** An e-mail ready to be handed over: to whom, from whom is the adapter's setting. */
export interface EmailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** For finding it again; shown to operators, so nothing personal. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Hands a message to a channel. When it returns, the channel has accepted it. */
export interface Channel<M> {
  readonly name: "email";
  send(message: M): Promise<void>;
}
