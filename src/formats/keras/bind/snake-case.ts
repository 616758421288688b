/**
 * Name of a class in the paths of weight files, as Keras's `to_snake_case` makes it: `Conv2D` is `conv2d`, `ReLU` is
 * `re_lu`, `MultiHeadAttention` is `multi_head_attention`.
 */
export function toSnakeCase(className: string): string {
  return className
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
