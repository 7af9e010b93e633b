using Headway.Catalog.Deliveries;
using Headway.Deliveries;
using Headway.Model;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>What a mail says, and what is made of the answers of a server.</summary>
public sealed class MailSenderTests : IAsyncDisposable
{
    private readonly MailSink _sink = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Fact]
    public async Task mail_says_what_ended_how_long_it_took_and_the_first_errors_as_text_and_as_html()
    {
        var answer = await SendAsync(Failed());
        Assert.Equal((DeliveryVerdict.Taken, 250), (answer.Verdict, answer.Status));
        var (recipient, mail) = Assert.Single(_sink.Got);
        Assert.Equal(("ops@b.test", "Öl <b> failed"), (recipient, mail.Subject));
        Assert.Equal("Headway <headway@a.test>", mail.From.ToString().Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        var text = mail.GetTextBody(MimeKit.Text.TextFormat.Plain)!.ReplaceLineEndings("\n");
        Assert.Equal(
            $"""
            Öl <b> failed

            3 items: 2 completed, 1 failed, in 1 min 5 s.

            The first errors:
              2 two.pdf: It broke.

            https://jobs.test/jobs/{Failed().Id}

            {Failed().Id}, work, queue default, submitted by ann 2026-01-01 00:00 UTC

            """, text);
        Assert.Contains("<h2>&#214;l &lt;b&gt; failed</h2>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"https://jobs.test/jobs/{Failed().Id}\">", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task same_delivery_is_the_same_mail_under_the_same_message_id()
    {
        await SendAsync(Failed());
        await SendAsync(Failed());
        await SendAsync(Failed() with { Generation = 2 });
        var ids = _sink.Got.Select(got => got.Mail.MessageId).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
        Assert.EndsWith("@a.test", ids[0], StringComparison.Ordinal);
        Assert.Equal(_sink.Got[0].Mail.Date, _sink.Got[1].Mail.Date);
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", DeliveryVerdict.Never, 550)]
    [InlineData("RCPT", "451 try later", DeliveryVerdict.Again, 451)]
    [InlineData("MAIL", "550 not from you", DeliveryVerdict.Again, 550)]
    [InlineData(".", "554 spam", DeliveryVerdict.Never, 554)]
    [InlineData(".", "452 full", DeliveryVerdict.Again, 452)]
    [InlineData(".", null, DeliveryVerdict.Again, null)]
    [InlineData("EHLO", null, DeliveryVerdict.Again, null)]
    [InlineData("QUIT", null, DeliveryVerdict.Taken, 250)]
    public async Task verdict_follows_from_what_the_server_says(string command, string? says, DeliveryVerdict verdict, int? status)
    {
        _sink.Instead[command] = says;
        var answer = await SendAsync(Failed());
        Assert.Equal((verdict, status), (answer.Verdict, answer.Status));
        Assert.Equal(verdict == DeliveryVerdict.Taken, answer.Error is null);
    }

    [Fact]
    public async Task name_of_a_job_cannot_add_headers_or_recipients()
    {
        await SendAsync(Failed() with { Name = "x\r\nBcc: all@b.test\r\n\r\nhello\r\n.\r\nMAIL FROM:<y@z.test>" });
        var (_, mail) = Assert.Single(_sink.Got);
        Assert.Empty(mail.Bcc);
        Assert.Equal("x  Bcc: all@b.test    hello  .  MAIL FROM:<y@z.test> failed", mail.Subject);
        Assert.Single(_sink.Said, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task password_is_not_sent_to_a_server_without_tls_unless_that_was_said()
    {
        await using var sink = new MailSink { Extensions = ["AUTH PLAIN"] };
        var options = Options(sink.Port) with { User = "me", Password = "word", Tls = MailTls.Auto };
        var refused = await new MailSender(options, new OutboundOptions()).SendAsync(Message(Failed()), Ct);
        Assert.Equal(DeliveryVerdict.Again, refused.Verdict);
        Assert.Contains("smtp_tls", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(sink.Said, line => line.StartsWith("AUTH", StringComparison.Ordinal));
        var taken = await new MailSender(options with { Tls = MailTls.Off }, new OutboundOptions()).SendAsync(Message(Failed()), Ct);
        Assert.Equal(DeliveryVerdict.Taken, taken.Verdict);
        Assert.DoesNotContain("word", options.ToString(), StringComparison.Ordinal);
        sink.Instead["AUTH"] = "535 who are you";
        var wrong = await new MailSender(options with { Tls = MailTls.Off }, new OutboundOptions()).SendAsync(Message(Failed()), Ct);
        Assert.Equal((DeliveryVerdict.Again, true), (wrong.Verdict, wrong.Error!.Contains("smtp_password", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var gone = new MailSink())
            port = gone.Port;
        var answer = await new MailSender(Options(port), new OutboundOptions()).SendAsync(Message(Failed()), Ct);
        Assert.Equal(DeliveryVerdict.Again, answer.Verdict);
        Assert.Contains("smtp_host", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@b.test", true)]
    [InlineData("a.b+c@b.test", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("@b.test", false)]
    [InlineData("Ann <a@b.test>", false)]
    [InlineData("a@b.test, c@b.test", false)]
    [InlineData("a@b.test\r\nBcc: c@b.test", false)]
    public void addresses_are_one_and_plain(string address, bool may) =>
        Assert.Equal(may, new MailSender(Options(25), new OutboundOptions()).Refusal(address) is null);

    [Fact]
    public async Task ping_and_jobs_that_never_started_have_words_of_their_own()
    {
        var counts = new JobCounts(1, 0, 0, 0, 0, 0, 0, 1);
        await SendAsync(Failed() with { Status = JobStatus.Cancelled, StartedAt = null, Counts = counts, Errors = [] });
        await new MailSender(Options(_sink.Port), new OutboundOptions()).SendAsync(Message(null), Ct);
        Assert.Equal(["Öl <b> was cancelled", "Headway can reach you"], _sink.Got.Select(got => got.Mail.Subject));
        Assert.Contains("1 item: 1 cancelled; it never started.", _sink.Got[0].Mail.TextBody, StringComparison.Ordinal);
    }

    private static MailOptions Options(int port) =>
        new() { Host = "127.0.0.1", Port = port, Tls = MailTls.Off, From = "Headway <headway@a.test>" };

    private async Task<DeliveryAnswer> SendAsync(EndedJob job) =>
        await new MailSender(Options(_sink.Port), new OutboundOptions { PublicUrl = new Uri("https://jobs.test") })
            .SendAsync(Message(job), Ct);

    private static DeliveryMessage Message(EndedJob? job)
    {
        var to = new Subscription
        {
            Id = new Guid("0199a111-0000-7000-8000-000000000001"),
            Org = Orgs.Default,
            Channel = DeliveryChannel.Mail,
            Target = "ops@b.test",
        };
        var delivery = new Delivery
        {
            Id = 1,
            SubscriptionId = to.Id,
            Org = to.Org,
            JobId = job?.Id,
            Generation = job?.Generation ?? 0,
            Event = job is null ? "ping" : "job.failed",
            CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 2, 5, TimeSpan.Zero),
        };
        return new DeliveryMessage(delivery, to, job);
    }

    private static EndedJob Failed() => new()
    {
        Id = new JobId(new Guid("0199a111-0000-7000-8000-000000000002")),
        Org = Orgs.Default,
        Type = "work",
        Name = "Öl <b>",
        Queue = "default",
        CreatedBy = "ann",
        Status = JobStatus.Failed,
        Generation = 1,
        Counts = new JobCounts(3, 0, 0, 0, 2, 1, 0, 0),
        Labels = new Dictionary<string, string>(),
        Errors = [new EndedItem(2, "two.pdf", "broken", "It broke.")],
        CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        StartedAt = new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 1, 1, 0, 2, 5, TimeSpan.Zero),
    };
}
