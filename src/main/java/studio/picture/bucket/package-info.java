/** Pictures in an S3 bucket, and the choice between a bucket and the disk. */
@NullMarked
package studio.picture.bucket;

import org.jspecify.annotations.NullMarked;
