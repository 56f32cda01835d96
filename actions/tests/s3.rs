//! Uploads in a bucket. `scripts/s3.sh` brings the server: not a part of `make test`, but of its
//! whole run.

#![cfg(feature = "s3")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use actions::Files;

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test is told by the environment where S3 is")]
async fn a_bucket_keeps_uploads_and_its_mark() {
    let place = std::env::var("TEST_S3_PLACE").unwrap();
    let files = Files::open(&place).unwrap();
    let digest = files.put(b"slides".to_vec()).await.unwrap();
    assert_eq!(files.get(&digest).await.unwrap(), b"slides");
    assert!(files.has(&digest).await.unwrap());
    assert!(!files.has(&"0".repeat(64)).await.unwrap());
    assert_eq!(files.mark().await.unwrap(), None);
    assert_eq!(files.ensure_mark("first").await.unwrap(), "first");
    assert_eq!(files.ensure_mark("second").await.unwrap(), "first");
    let other = Files::open(&format!("{place}/beside")).unwrap();
    assert_eq!(other.mark().await.unwrap(), None, "another folder is another place");
    assert!(!other.has(&digest).await.unwrap());
}
