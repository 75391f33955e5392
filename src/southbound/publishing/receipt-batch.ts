import type { PublishReceipt } from '../../../proto/generated/clearband/scos/v1/PublishReceipt.ts';
import type { Receipt as ReceiptMessage } from '../../../proto/generated/clearband/scos/v1/Receipt.ts';
import type { Receipt } from '../../observations/outcome.ts';

const DUPLICATE = 404;
const LATER = 405;

/** Receipts that one commit settled together go out in one message. */
export class ReceiptBatch {
  readonly #write: (message: PublishReceipt) => void;
  #waiting: ReceiptMessage[] = [];
  constructor(write: (message: PublishReceipt) => void) {
    this.#write = write;
  }

  add(receipt: Receipt): void {
    this.#waiting.push(fromReceipt(receipt));
    // All receipts of a commit are added in the microtasks after it, before this runs.
    if (this.#waiting.length === 1)
      setImmediate(() => {
        this.flush();
      });
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    const receipts = this.#waiting;
    this.#waiting = [];
    this.#write({ receipts });
  }
}

function fromReceipt(receipt: Receipt): ReceiptMessage {
  const { taskId } = receipt;
  switch (receipt.kind) {
    case 'stored':
      return { taskId, code: receipt.duplicate ? DUPLICATE : 0, text: '', retry: false };
    case 'refused':
      return { taskId, code: receipt.code, text: receipt.detail, retry: false };
    case 'later':
      return { taskId, code: LATER, text: receipt.detail, retry: true };
  }
}
