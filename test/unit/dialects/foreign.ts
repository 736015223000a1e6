/** Files of other programs, as people have them, none of which is ours. By file name. */
export const FOREIGN: Readonly<Record<string, string>> = {
  'docker-compose.yml': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n  db:\n    image: postgres\nvolumes:\n  data: {}\n',
  'deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: model}\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - {name: model, image: "model:1"}\n',
  'kustomization.yaml': 'resources: [deployment.yaml]\npatches:\n  - path: patch.yaml\n    target: {kind: Deployment}\n',
  'ci.yml': 'name: CI\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n',
  'mkdocs.yml': 'site_name: Docs\ntheme: {name: material}\nnav:\n  - Home: index.md\n',
  '.pre-commit-config.yaml': 'repos:\n  - repo: https://github.com/psf/black\n    rev: 24.1.0\n    hooks: [{id: black}]\n',
  'package.json': '{"name": "vit", "version": "1.0.0", "dependencies": {"yaml": "2"}, "scripts": {"train": "node train.js", "test": "vitest"}}',
  'tsconfig.json': '{"compilerOptions": {"target": "es2022", "strict": true}, "include": ["src"]}',
  'openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Model server, version: "1"}\npaths:\n  /predict:\n    post: {responses: {"200": {description: ok}}}\n',
  'config.json (Hugging Face ViT)':
    '{"architectures": ["ViTForImageClassification"], "attention_probs_dropout_prob": 0.0, "hidden_act": "gelu", "hidden_dropout_prob": 0.0, "hidden_size": 768, "image_size": 224, "intermediate_size": 3072, "layer_norm_eps": 1e-12, "model_type": "vit", "num_attention_heads": 12, "num_channels": 3, "num_hidden_layers": 12, "patch_size": 16, "qkv_bias": true}',
  'config.json (Hugging Face CLIP)':
    '{"model_type": "clip", "projection_dim": 512, "text_config": {"hidden_size": 512, "num_hidden_layers": 12}, "vision_config": {"hidden_size": 768, "patch_size": 32, "image_size": 224}}',
  'config.json (Hugging Face BERT)':
    '{"architectures": ["BertForMaskedLM"], "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "vocab_size": 30522}',
  'config.json (timm)':
    '{"architecture": "vit_base_patch16_224", "num_classes": 1000, "num_features": 768, "global_pool": "token", "pretrained_cfg": {"input_size": [3, 224, 224]}}',
  'ViT-B-16.json (OpenCLIP)':
    '{"embed_dim": 512, "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 16}, "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}',
  'args.yaml (timm)':
    'model: vit_base_patch16_224\nbatch_size: 128\nimg_size: 224\nlr: 0.05\nepochs: 300\nwarmup_epochs: 5\nnum_classes: 1000\ndataset: imagenet\n',
  'config.yaml (detectron2)':
    'MODEL:\n  BACKBONE: {NAME: build_vit_backbone}\n  VIT: {PATCH_SIZE: 16, EMBED_DIM: 768}\nSOLVER: {BASE_LR: 0.01, IMS_PER_BATCH: 16}\n',
  'config.yaml (MMPretrain)':
    'model:\n  type: ImageClassifier\n  backbone: {type: VisionTransformer, arch: b, img_size: 224, patch_size: 16}\n  head: {type: VisionTransformerClsHead, num_classes: 1000}\n',
  'config.yaml (Hydra)': 'defaults:\n  - model: vit\n  - dataset: cifar10\n  - _self_\nbatch: 128\nbase_lr: 0.1\ntotal_steps: 1000\n',
  'config.yaml (Lightning)':
    'trainer: {max_epochs: 10, accelerator: gpu}\nmodel:\n  class_path: my.VisionTransformer\n  init_args: {hidden_size: 768, num_layers: 12}\ndata: {batch_size: 32}\n',
  'config.yaml (big_vision two towers)':
    'total_steps: 1000\nmodel_name: proj.image_text.two_towers\nmodel:\n  image_model: vit\n  text_model: proj.image_text.text_transformer\n  image: {variant: B/16, pool_type: tok}\n  text: {variant: B}\n  out_dim: [null, 768]\n',
  'config.yaml (Scenic)':
    'model_name: vit_multilabel_classification\nmodel:\n  hidden_size: 768\n  patches: {}\n  num_heads: 12\n  mlp_dim: 3072\n  num_layers: 12\nbatch_size: 512\n',
  'config.yaml (a language model)': 'hidden_size: 768\ntransformer:\n  num_layers: 12\n  num_heads: 12\n  mlp_dim: 3072\nvocab_size: 32000\n',
  'config.yaml (own trainer)': 'model_name: ViT-B_16\nlr: 3e-4\nepochs: 10\noptimizer: {name: adamw}\n',
  'experiment.yaml': 'experiment: baseline\nmodel_name: resnet50\ndataset: cifar10\nbatch: 64\n',
  'tokenizer_config.json': '{"tokenizer_class": "BertTokenizer", "model_max_length": 512, "do_lower_case": true}',
  'values.yaml (Helm)': 'image: {repository: nginx, tag: "1.2"}\nresources: {limits: {cpu: 1}}\nservice: {port: 80}\n',
  'environment.yml': 'name: vit\nchannels: [conda-forge]\ndependencies: [python=3.11, jax]\n',
  'composer.json': '{"require": {"php": ">=8"}, "autoload": {"psr-4": {"App\\\\": "src/"}}}',
  'list.yaml': '- patches\n- transformer\n',
  'text.yaml': 'just some words\n',
  'empty.yaml': '',
};
