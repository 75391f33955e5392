/** Called with the payload of a notification, or with '' when some may have been missed. */
export type OnNotify = (payload: string) => void;

/** Stops a subscription; more than once is fine. */
export type Unlisten = () => Promise<void>;

/** Who wants to hear of which channel. */
export class ChannelListeners {
  readonly #byChannel = new Map<string, Set<OnNotify>>();

  get channels(): readonly string[] {
    return [...this.#byChannel.keys()];
  }

  /** Adds a listener and returns whether it is the first of its channel. */
  add(channel: string, onNotify: OnNotify): boolean {
    const present = this.#byChannel.get(channel);
    if (present === undefined) this.#byChannel.set(channel, new Set([onNotify]));
    else present.add(onNotify);
    return present === undefined;
  }

  /** Removes a listener and returns whether it was the last of its channel. */
  remove(channel: string, onNotify: OnNotify): boolean {
    const present = this.#byChannel.get(channel);
    if (present?.delete(onNotify) !== true || present.size > 0) return false;
    return this.#byChannel.delete(channel);
  }

  notify(channel: string, payload: string): void {
    for (const onNotify of this.#byChannel.get(channel) ?? []) onNotify(payload);
  }

  /** Wakes everybody up after a gap: what was notified meanwhile is lost, so each has to look for itself. */
  wakeAll(): void {
    for (const channel of this.channels) this.notify(channel, '');
  }
}
