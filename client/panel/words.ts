import { l10n } from 'vscode';

/** Every text of the page, in the user's language. The page fills in `{0}`, `{1}` ... itself. */
export function panelWords() {
  return {
    nothing: l10n.t('No model to show'),
    nothingOpen: l10n.t('Put the cursor into a Vision Transformer config, and its model is drawn here.'),
    nothingInFile: l10n.t('This config has no model yet. It is drawn here as soon as there is one.'),
    nothingHint: l10n.t('Configs are recognised by their keys, or by a name that ends with .vit.yaml or .vit.json.'),

    modelOfFile: l10n.t('Model of this file'),
    parameters: l10n.t('Parameters'),
    compute: l10n.t('Compute'),
    weights: l10n.t('Weights'),
    activations: l10n.t('Activations'),
    atPeak: l10n.t('at their peak'),

    runOnImage: l10n.t('Run on image'),
    runAgain: l10n.t('Run again'),
    runWith: l10n.t('Run with {0}'),
    cancel: l10n.t('Cancel'),
    running: l10n.t('The model is running'),
    notBuilt: l10n.t('It can be run once it can be built.'),
    notTrusted: l10n.t('Trust the workspace to run models.'),
    noRuntime: l10n.t('Running needs the package for this platform.'),

    cannotBeBuilt: l10n.t("This model can't be built"),
    noModel: l10n.t('There is no model here at the moment'),
    stale: l10n.t('Below, in grey, is how it was before.'),
    goTo: l10n.t('Go to {0}'),
    decidedBy: l10n.t('Decided by'),

    architecture: l10n.t('Architecture'),
    imageTower: l10n.t('Image tower'),
    textTower: l10n.t('Text tower'),
    shape: l10n.t('Shape'),
    outputs: l10n.t('Outputs'),
    oneBlock: l10n.t('One of {0} blocks'),
    inside: l10n.t('Inside'),

    image: l10n.t('Image'),
    imageAlt: l10n.t('The image as the model takes it, stretched to {0} pixels and cut into {1} patches.'),
    patches: l10n.t('{0} patches of {1} px = {2} tokens'),
    patchesAndClassToken: l10n.t('{0} patches of {1} px + class token = {2} tokens'),
    lost: l10n.t('{0} of {1} never reach the model'),
    lostOne: l10n.t('{0} of {1} never reaches the model'),
    oneRow: l10n.t('1 row'),
    rows: l10n.t('{0} rows'),
    oneColumn: l10n.t('1 column'),
    columns: l10n.t('{0} columns'),
    rowsAndColumns: l10n.t('{0} and {1}'),
    thinned: l10n.t('A square of the grid stands for {0} patches.'),
    noImage: l10n.t("There is no image that can be shown here; the grid is the model's all the same."),

    costs: l10n.t('Cost by part'),
    part: l10n.t('Part'),
    whole: l10n.t('Whole model'),

    lastRun: l10n.t('Last run'),
    mostProbable: l10n.t('Most probable classes'),
    classHead: l10n.t('Class'),
    probability: l10n.t('Probability'),
    weightsOf: l10n.t('Weights: {0}'),
    smokeTest: l10n.t('Random weights: a run checks shapes and numbers, not accuracy.'),
    forward: l10n.t('Forward pass'),
    build: l10n.t('Build'),
    session: l10n.t('Session'),
    peakMemory: l10n.t('Peak memory'),
    similarity: l10n.t('Similarity of the two embeddings'),
    output: l10n.t('Output'),
    mean: l10n.t('Mean'),
    deviation: l10n.t('Deviation'),
    timeByBlock: l10n.t('Time by block'),
    block: l10n.t('Block'),
    time: l10n.t('Time'),
    blocksFromTo: l10n.t('{0} {1} to {2}'),
  };
}

export type Words = Readonly<ReturnType<typeof panelWords>>;
