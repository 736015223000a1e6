"""As the PyTorch ports write them."""
import ml_collections

def get_b16_config():
    """Returns the base."""
    config = ml_collections.ConfigDict()
    config.patches = ml_collections.ConfigDict({'size': (16, 16)})
    config.hidden_size = 768
    config.transformer = ml_collections.ConfigDict()
    config.transformer.mlp_dim = 3072
    config.transformer.num_heads = 12
    config.transformer.num_layers = 12
    config.transformer.attention_dropout_rate = 0.0
    config.transformer.dropout_rate = 0.1

    config.classifier = 'seg'
    config.representation_size = None
    config.pretrained_path = '../model/ViT-B_16.npz'
    config.decoder_channels = (256, 128, 64, 16)
    config.n_classes = 2
    config.activation = 'softmax'
    return config

def get_r50_b16_config():
    """Returns the hybrid."""
    config = get_b16_config()
    config.patches.grid = (16, 16)
    config.resnet = ml_collections.ConfigDict()
    config.resnet.num_layers = (3, 4, 9)
    config.resnet.width_factor = 1

    config.skip_channels = [512, 256, 64, 16]
    config.n_skip = 3
    return config


CONFIGS = {
    'ViT-B_16': get_b16_config(),
    'R50-ViT-B_16': get_r50_b16_config(),
}

VIT_CONFIGS = {
    'ViT-B_16': get_b16_config,
}


def get_from_list():
    config = CONFIGS['R50-ViT-B_16']
    config.n_skip = 0
    config.skip_channels = [0] * 4
    config.other = VIT_CONFIGS['ViT-B_16']().hidden_size
    return config


def get_noskip_config():
    config = get_r50_b16_config()
    config.resnet.width_factor = 0.5
    return config
