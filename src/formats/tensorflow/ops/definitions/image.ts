/** Operators of pictures and signals: TensorFlow's registry by `interop/make_tensorflow_operators.py`. */
export const imageDefinitions = {
  AdjustContrastv2: "images contrast_factor -> output:T | T=DT_FLOAT",
  AdjustHue: "images delta -> output:T | T=DT_FLOAT",
  AdjustSaturation: "images scale -> output:T | T=DT_FLOAT",
  AudioSpectrogram: "input -> spectrogram:DT_FLOAT | window_size stride magnitude_squared=false",
  CombinedNonMaxSuppression:
    "boxes scores max_output_size_per_class max_total_size iou_threshold score_threshold -> nmsed_boxes:DT_FLOAT nmsed_scores:DT_FLOAT nmsed_classes:DT_FLOAT valid_detections:DT_INT32 | pad_per_class=false clip_boxes=true",
  CropAndResize: "image boxes box_ind crop_size -> crops:DT_FLOAT | T method=bilinear extrapolation_value=0.0",
  DecodeAndCropJpeg:
    "contents crop_window -> image:DT_UINT8 | channels=0 ratio=1 fancy_upscaling=true try_recover_truncated=false acceptable_fraction=1.0 dct_method=",
  DecodeBmp: "contents -> image:DT_UINT8 | channels=0",
  DecodeGif: "contents -> image:DT_UINT8",
  DecodeImage: "contents -> image:dtype | channels=0 dtype=DT_UINT8 expand_animations=true",
  DecodeJpeg:
    "contents -> image:DT_UINT8 | channels=0 ratio=1 fancy_upscaling=true try_recover_truncated=false acceptable_fraction=1.0 dct_method=",
  DecodePng: "contents -> image:dtype | channels=0 dtype=DT_UINT8",
  DecodeWav: "contents -> audio:DT_FLOAT sample_rate:DT_INT32 | desired_channels=-1 desired_samples=-1",
  DrawBoundingBoxes: "images boxes -> output:T | T=DT_FLOAT",
  DrawBoundingBoxesV2: "images boxes colors -> output:T | T=DT_FLOAT",
  EncodeJpeg:
    "image -> contents:DT_STRING | format= quality=95 progressive=false optimize_size=false chroma_downsampling=true density_unit=in x_density=300 y_density=300 xmp_metadata=",
  EncodePng: "image -> contents:DT_STRING | compression=-1 T=DT_UINT8",
  ExtractGlimpse:
    "input size offsets -> glimpse:DT_FLOAT | centered=true normalized=true uniform_noise=true noise=uniform",
  FFT: "input -> output:Tcomplex | Tcomplex=DT_COMPLEX64",
  FFT2D: "input -> output:Tcomplex | Tcomplex=DT_COMPLEX64",
  HSVToRGB: "images -> output:T | T=DT_FLOAT",
  IFFT: "input -> output:Tcomplex | Tcomplex=DT_COMPLEX64",
  IFFT2D: "input -> output:Tcomplex | Tcomplex=DT_COMPLEX64",
  IRFFT: "input fft_length -> output:Treal | Treal=DT_FLOAT Tcomplex=DT_COMPLEX64",
  ImageProjectiveTransformV2:
    "images transforms output_shape -> transformed_images:dtype | dtype interpolation fill_mode=CONSTANT",
  ImageProjectiveTransformV3:
    "images transforms output_shape fill_value -> transformed_images:dtype | dtype interpolation fill_mode=CONSTANT",
  Mfcc: "spectrogram sample_rate -> output:DT_FLOAT | upper_frequency_limit=4000.0 lower_frequency_limit=20.0 filterbank_channel_count=40 dct_coefficient_count=13",
  NonMaxSuppression: "boxes scores max_output_size -> selected_indices:DT_INT32 | iou_threshold=0.5",
  NonMaxSuppressionV2:
    "boxes scores max_output_size iou_threshold -> selected_indices:DT_INT32 | T=DT_FLOAT T_threshold=DT_FLOAT",
  NonMaxSuppressionV3:
    "boxes scores max_output_size iou_threshold score_threshold -> selected_indices:DT_INT32 | T=DT_FLOAT T_threshold=DT_FLOAT",
  NonMaxSuppressionV4:
    "boxes scores max_output_size iou_threshold score_threshold -> selected_indices:DT_INT32 valid_outputs:DT_INT32 | T=DT_FLOAT T_threshold=DT_FLOAT pad_to_max_output_size=false",
  NonMaxSuppressionV5:
    "boxes scores max_output_size iou_threshold score_threshold soft_nms_sigma -> selected_indices:DT_INT32 selected_scores:T valid_outputs:DT_INT32 | T=DT_FLOAT pad_to_max_output_size=false",
  RFFT: "input fft_length -> output:Tcomplex | Treal=DT_FLOAT Tcomplex=DT_COMPLEX64",
  RFFT2D: "input fft_length -> output:Tcomplex | Treal=DT_FLOAT Tcomplex=DT_COMPLEX64",
  RGBToHSV: "images -> output:T | T=DT_FLOAT",
  ResizeArea: "images size -> resized_images:DT_FLOAT | T align_corners=false",
  ResizeBicubic: "images size -> resized_images:DT_FLOAT | T align_corners=false half_pixel_centers=false",
  ResizeBilinear: "images size -> resized_images:DT_FLOAT | T align_corners=false half_pixel_centers=false",
  ResizeNearestNeighbor: "images size -> resized_images:T | T align_corners=false half_pixel_centers=false",
  SampleDistortedBoundingBox:
    "image_size bounding_boxes -> begin:T size:T bboxes:DT_FLOAT | T seed=0 seed2=0 min_object_covered=0.100000001 aspect_ratio_range=[0.75,1.3300000429153442] area_range=[0.05000000074505806,1.0] max_attempts=100 use_image_if_no_bounding_boxes=false",
  SampleDistortedBoundingBoxV2:
    "image_size bounding_boxes min_object_covered -> begin:T size:T bboxes:DT_FLOAT | T seed=0 seed2=0 aspect_ratio_range=[0.75,1.3300000429153442] area_range=[0.05000000074505806,1.0] max_attempts=100 use_image_if_no_bounding_boxes=false",
  ScaleAndTranslate: "images size scale translation -> resized_images:DT_FLOAT | T kernel_type=lanczos3 antialias=true",
} as const;
