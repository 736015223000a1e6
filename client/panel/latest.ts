/**
 * Asks one question at a time. Of those that come while one is under way only the newest is asked, as soon as that is answered:
 * nothing queues up behind a fast typist, and what is shown last was asked last.
 */
export class Latest<Question> {
  #next: { readonly question: Question } | null = null;
  #busy = false;

  /** `ask` handles the answer itself and must not reject. */
  constructor(private readonly ask: (question: Question) => Promise<void>) {}

  request(question: Question): void {
    this.#next = { question };
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next !== null) {
        const { question } = this.#next;
        this.#next = null;
        await this.ask(question);
      }
    } finally {
      this.#busy = false;
    }
  }
}
