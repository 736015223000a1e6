/**
 * What our own client and the server say to each other beside LSP: names and plain data. The one file of the server that
 * the client may read. Ranges are LSP's (UTF-16), sizes are in values or bytes, times in milliseconds.
 */
import type { Position, Range } from 'vscode-languageserver-types';

/** Request: ModelParams -> ModelView, or null where there is no model. */
export const MODEL_REQUEST = 'vitConfig/model';
/** Request: { uri } -> FileStatus. */
export const STATUS_REQUEST = 'vitConfig/status';
/** Notification from the server: { uri }. What the two requests would answer has changed otherwise than by an edit (a run, settings, trust). */
export const CHANGED_NOTIFICATION = 'vitConfig/didChange';
/** Notification to the server: OtherServers. Which of them are active has changed since `initialize`. */
export const OTHER_SERVERS_NOTIFICATION = 'vitConfig/didChangeOtherServers';
/** Notification to the server: the user trusts the workspace after all. */
export const GRANT_TRUST_NOTIFICATION = 'vitConfig/didGrantTrust';
/** Request: null -> RunningView[]: what runs, waits or is written now. */
export const RUNNING_REQUEST = 'vitConfig/running';
/** Notification from the server: ExecuteParams. The user chose this action of a message. */
export const EXECUTE_NOTIFICATION = 'vitConfig/execute';

/** One of the commands that the client said it has, in `initializationOptions.commands`. */
export interface ExecuteParams {
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Something under way that can be cancelled: `vitConfig.cancelRun` with `target`. */
export interface RunningView {
  /** `ViT-B_16` */
  readonly name: string;
  /** `running… 5 of 14 layers`, `waiting (2nd)`, `writing vit.onnx` */
  readonly title: string;
  readonly target: { readonly uri: string; readonly id: string } | { readonly output: string };
}

/** A command of the client that lenses and hovers call with a ModelParams: shows the model panel. */
export const SHOW_MODEL_COMMAND = 'vitConfig.showModel';
/** A command of the client that links to a checkpoint call with the URI of the file: shows what is in it. */
export const CHECKPOINT_COMMAND = 'vitConfig.showCheckpoint';
/** Command of the server: { uri } of a .npz or .safetensors file -> InferAnswer, the config that the checkpoint must have had. */
export const INFER_COMMAND = 'vitConfig.inferConfig';
/** Request: { uri } of a .npz or .safetensors file -> what is in it, as a text to read; of one that can't be read, why not. */
export const CHECKPOINT_REQUEST = 'vitConfig/checkpoint';
/** Command of the server that checks all configs of the workspace: nothing -> SweepAnswer. */
export const SWEEP_COMMAND = 'vitConfig.sweepWorkspace';
/** A command of the client that a code action calls with an IgnoreCodeArgument: puts a code into the settings that silence. */
export const IGNORE_CODE_COMMAND = 'vitConfig.ignoreCode';

/** Other servers that validate the same documents in the editor; what they find for certain is not said twice. */
export interface OtherServers {
  /** VS Code's own, of the languages json and jsonc. */
  readonly json: boolean;
  /** Red Hat's, of the language yaml. */
  readonly yaml: boolean;
}

/** The one argument of the command that ignores a code by the settings. */
export interface IgnoreCodeArgument {
  readonly uri: string;
  readonly code: string;
}

export interface FileParams {
  readonly uri: string;
}

/** Which model of a file: that of an id, else the one at the position, else the first. */
export interface ModelParams extends FileParams {
  readonly id?: string;
  readonly position?: Position;
}

/** What the status item says of a file. */
export interface FileStatus {
  /** `google-research/vision_transformer`, null for a file that is no config of ours. */
  readonly dialect: string | null;
  readonly form: 'model' | 'training' | null;
  /** Why it was recognised. */
  readonly evidence: readonly { readonly reason: string; readonly range: Range | null }[];
  readonly models: readonly ModelLine[];
}

/** A model in one line. */
export interface ModelLine {
  readonly id: string;
  readonly name: string;
  readonly range: Range;
  /** `ViT-B_16 · 86.6 M · 17.6 GMACs · 197 tokens`, or why it can't be built. */
  readonly line: string;
  readonly built: boolean;
  /** Name of the checkpoint file that it can be run with, beside random weights; null where there is none. */
  readonly weights: string | null;
  readonly run: RunView | null;
}

/** A typed key that decides something, `key` without the model's own prefix. The range covers the key and its value. */
export interface PlaceView {
  readonly key: string;
  readonly range: Range;
}

/** All that the model panel shows of one model. */
export interface ModelView {
  readonly uri: string;
  readonly version: number;
  readonly id: string;
  readonly name: string;
  /** `Vision Transformer`, `MLP-Mixer`, ... */
  readonly kind: string;
  readonly anchor: Range;
  /** Every model of the file, this one included. */
  readonly models: readonly { readonly id: string; readonly name: string; readonly range: Range }[];
  /** Why it can't be built; then there is nothing of what follows. */
  readonly problems: readonly { readonly message: string; readonly places: readonly PlaceView[] }[];
  readonly built: BuiltView | null;
  /** Name of the checkpoint file that it can be run with, beside random weights; null where there is none. */
  readonly weights: string | null;
  /** Null before the first run of this very config. */
  readonly run: RunView | null;
  /** False in a workspace that is not trusted, and where the package came without the runtime. */
  readonly mayRun: boolean;
}

export interface BuiltView {
  readonly parameters: number;
  readonly macs: number;
  readonly flops: number;
  readonly weightBytes: number;
  /** Peak of live tensors. */
  readonly activationBytes: number;
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** One, or for LiT the image tower and the text tower; each a chain from top to bottom. */
  readonly towers: readonly TowerView[];
  /** LiT: what both towers end in (similarity and temperature); null otherwise. */
  readonly joint: PartView | null;
  readonly image: ImageView;
}

export interface TowerView {
  /** `image`, `text`, or the empty text of a model with one. */
  readonly name: string;
  /** `images` or `tokens`, and its shape. */
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** In graph order; the shape on the edge into a part is the one before's output. */
  readonly parts: readonly PartView[];
}

/** A box of the drawing and a row of the cost table: stem, patch embedding, encoder, head. */
export interface PartView {
  /** Unique within the model, stable over edits that keep the part. */
  readonly id: string;
  readonly title: string;
  /** `12 heads of 64, MLP 3072`; may be empty. */
  readonly detail: string;
  /** How many blocks of its kind stand in a row; 1 for a part without blocks. */
  readonly repeat: number;
  /** What it is made of, in order (`LayerNorm`, `Attention`, `+`, ...): of a part that repeats, one block. Empty where that is a single thing. */
  readonly steps: readonly StepView[];
  readonly outputShape: readonly number[];
  readonly parameters: number;
  readonly macs: number;
  readonly weightBytes: number;
  /** The most bytes of live tensors while this part runs, those that others hold meanwhile included. */
  readonly activationBytes: number;
  /** The typed keys that decide it, the most telling first. At least one: with none typed, the model's own place. */
  readonly places: readonly PlaceView[];
  /**
   * Of the last run of this very config: time in each of its blocks, in order; null without one. Of parts that ran together, that
   * which multiplies most has the time of all (the patch embedding, the head), the others have null.
   */
  readonly blockMs: readonly number[] | null;
}

export interface StepView {
  readonly title: string;
  /** The steps whose outputs come in, by index; -1 is what comes into the part. A residual connection is one that is not the step before. */
  readonly inputs: readonly number[];
  readonly outputShape: readonly number[];
  readonly parameters: number;
  readonly macs: number;
}

/** How the image becomes tokens. */
export interface ImageView {
  /** Path of the image that a run would take; null where the setting names none that can be had. */
  readonly path: string | null;
  /** Height and width in pixels, as the model takes it. */
  readonly size: readonly [number, number];
  /** Rows and columns. */
  readonly grid: readonly [number, number];
  /** Pixels a token covers, stem included. */
  readonly effectivePatch: readonly [number, number];
  /** Pixels [bottom rows, right columns] that no patch reaches. */
  readonly lostPixels: readonly [number, number];
  /** Class token included. */
  readonly tokens: number;
  readonly places: readonly PlaceView[];
}

/** The last run of a config. */
export interface RunView {
  readonly state: 'queued' | 'running' | 'ok' | 'failed';
  /** As the lens has it. */
  readonly title: string;
  /** All of it, in sentences. */
  readonly description: string;
  readonly done: number;
  readonly total: number;
  /** Of a run that came to its end, in milliseconds. */
  readonly buildMs: number | null;
  readonly sessionMs: number | null;
  readonly forwardMs: number | null;
  readonly peakRssBytes: number | null;
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly mean: number; readonly std: number }[];
  /** LiT: cosine of the two embeddings. */
  readonly similarity: number | null;
  /** `random (seed 0)`, `ViT-B_16.npz`; null before the end. */
  readonly weights: string | null;
  /** Whether they are those of a checkpoint. */
  readonly trained: boolean;
  /** The most probable classes, the likeliest first: `tabby`, or `class 281` where nobody says what they are called. */
  readonly top: readonly { readonly index: number; readonly name: string; readonly probability: number }[];
  /** Path of the image it ran on. */
  readonly image: string | null;
}

/** What the server answers to the command that infers a config. */
export type InferAnswer =
  /** `text` is a YAML config that lies beside the checkpoint: what it says of that is relative to its folder. */
  | { readonly state: 'finished'; readonly message: string; readonly text: string; readonly uri: string }
  /** `message` says why it is no checkpoint of a model that can be configured here. */
  | { readonly state: 'refused'; readonly message: string };

/** What the server's command that checks the workspace found. */
export interface SweepOutcome {
  /** Files looked at, configs or not. */
  readonly files: number;
  readonly configs: number;
  readonly errors: number;
  readonly warnings: number;
  /** Information and hints. */
  readonly notes: number;
  readonly filesWithErrors: number;
  /** Not all folders could be looked through to their end; the log says which. */
  readonly incomplete: boolean;
  readonly cancelled: boolean;
}

/** What it answers. */
export interface SweepAnswer {
  readonly state: 'finished' | 'cancelled';
  /** The outcome in a sentence. */
  readonly message: string;
  readonly outcome: SweepOutcome;
}
