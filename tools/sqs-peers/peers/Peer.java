import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import com.amazon.sqs.javamessaging.ExtendedClientConfiguration;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * AWS's extended client for Java: sends standard input, or receives a message, prints its body and
 * deletes it.
 *
 * <p>Peer QUEUE_URL BUCKET send|send-legacy|receive
 */
public class Peer {
  public static void main(String[] arguments) throws Exception {
    String queueUrl = arguments[0];
    String bucket = arguments[1];
    String action = arguments[2];
    URI s3Endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL_S3"));
    URI sqsEndpoint = URI.create(System.getenv("AWS_ENDPOINT_URL_SQS"));
    S3Client s3 = S3Client.builder().endpointOverride(s3Endpoint).forcePathStyle(true).build();
    SqsClient plain = SqsClient.builder().endpointOverride(sqsEndpoint).build();
    ExtendedClientConfiguration configuration =
        new ExtendedClientConfiguration().withPayloadSupportEnabled(s3, bucket, true);
    // The legacy attribute is its default.
    if (!action.equals("send-legacy")) configuration.setLegacyReservedAttributeNameDisabled();
    SqsClient sqs = new AmazonSQSExtendedClient(plain, configuration);

    if (action.equals("receive")) {
      var received =
          sqs.receiveMessage(
              request ->
                  request.queueUrl(queueUrl).waitTimeSeconds(5).messageAttributeNames("All"));
      var message = received.messages().get(0);
      new PrintStream(System.out, true, StandardCharsets.UTF_8).print(message.body());
      sqs.deleteMessage(
          request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    } else {
      String body = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      var kind = MessageAttributeValue.builder().dataType("String").stringValue("report").build();
      sqs.sendMessage(
          request ->
              request.queueUrl(queueUrl).messageBody(body).messageAttributes(Map.of("kind", kind)));
    }
  }
}
