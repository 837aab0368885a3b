package studio.imaging.imageio;

import studio.imaging.decode.DecodeMemory;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.PictureDecoderContract;

class ImageIoDecoderTest extends PictureDecoderContract {
    @Override
    protected PictureDecoder decoder() {
        return new ImageIoDecoder(DecodeMemory.available());
    }
}
