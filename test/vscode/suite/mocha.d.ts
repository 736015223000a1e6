/** Of mocha, what the suite uses: the package comes without types. */
declare module 'mocha' {
  export interface Runnable {
    readonly duration?: number;
    titlePath(): string[];
    /** In milliseconds. */
    timeout(limit: number): this;
  }
  type Body = () => void | Promise<void>;

  export function describe(title: string, body: () => void): void;
  export function it(title: string, body: Body): Runnable;
  export function before(body: Body): Runnable;
  export function after(body: Body): Runnable;
  export function beforeEach(body: Body): Runnable;
  export function afterEach(body: Body): Runnable;

  export interface Runner {
    on(event: 'test' | 'hook' | 'pass', listener: (runnable: Runnable) => void): this;
    on(event: 'fail', listener: (runnable: Runnable, error: unknown) => void): this;
  }

  export default class Mocha {
    constructor(options: {
      ui: 'bdd';
      timeout: number;
      reporter: new (runner: Runner) => object;
      forbidOnly: boolean;
      forbidPending: boolean;
      failZero: boolean;
      grep?: RegExp;
    });
    readonly suite: { emit(event: 'pre-require', context: object, file: string, mocha: Mocha): boolean };
    run(ended: (failures: number) => void): Runner;
  }
}
