using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Reading;

namespace Meridian.EngineTests.Events;

/// <summary>Tables of messages, as chat tools export them.</summary>
public sealed class ChatFileTests : StoreTests
{
    [Theory, OnEngines]
    public void A_chat_is_what_the_customer_wrote_and_what_was_sent_to_them(Engine engine)
    {
        var store = Open(engine);
        store.Import("Name,WhatsApp\n王芳,+8613800138000\n", "crm");
        store.ImportEvents("""
            Date,Time,Phone Number,Contact,Direction,Message
            2026-03-01,10:01,+86 138 0013 8000,王芳,inbound,"你好, 有货吗?"
            2026-03-01,10:02,+86 138 0013 8000,王芳,outbound,有的
            2026-03-01,10:02,+86 138 0013 8000,王芳,outbound,有的
            2026-03-01,10:03,+86 138 0013 8000,王芳,sideways,?
            2026-03-01,10:05,nobody,王芳,inbound,x
            """, "whatsapp", "chat.csv");
        // Twice the same within a minute is twice, unless it is the same file again.
        string[] events = ["Message Received 2026-03-01 10:01 row", "Message Sent 2026-03-01 10:02 row", "Message Sent 2026-03-01 10:02 row"];
        Assert.Equal(events, store.Events());
        Assert.Equal(["chat.csv, line 5: Direction 'sideways' says neither received nor sent", "chat.csv, line 6: no usable identifier: Phone Number holds no digits"], store.Rejections());
        Assert.Single(store.Profiles());
        Assert.Contains("你好, 有货吗?", EventQueries.Last(store.Session, Scope.Whole, EventNames.MessageReceived, null, 1)[0].Properties!, StringComparison.Ordinal);
        store.ImportEvents("Date,Time,Phone Number,Contact,Direction,Message\n2026-03-01,10:02,+86 138 0013 8000,王芳,outbound,有的\n", "whatsapp", "rest.csv");
        Assert.Equal(events, store.Events());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Sender_and_recipient_change_places_with_the_direction(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("""
            Timestamp,From,To,Body,Type,Message ID
            2026-03-01T10:01:00Z,+8613800138000,+12025550100,hello,incoming,m1
            2026-03-01T12:02:00+02:00,+12025550100,+8613800138000,hi there,outgoing,m2
            """, "whatsapp");
        Assert.Equal(["Message Received 2026-03-01 10:01 chat:m1", "Message Sent 2026-03-01 10:02 chat:m2"], store.Events());
        Assert.Equal("whatsapp/+8613800138000", store.Partition());
        Assert.Equal("whatsapp", store.Tag("whatsapp/+8613800138000", "platform"));
    }

    [Theory, OnEngines]
    public void Who_wrote_is_told_by_what_the_sender_is_in_any_language_and_by_the_customers_name(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("消息时间,客户手机,发送人,内容,平台\n2026/3/1 9:00,13800138000,客户,在吗,微信\n2026/3/1 9:01,13800138000,客服,在的,微信\n", "kefu", "wechat.csv", country: "CN");
        store.ImportEvents("sent at,email,customer name,sender,text\n2026-03-01 11:00,ana@example.com,Ana Lima,Ana Lima,hi\n2026-03-01 11:01,ana@example.com,Ana Lima,Jo from the shop,hello\n", "mail", "mail.csv");
        Assert.Equal(["Message Received 2026-03-01 09:00 row", "Message Sent 2026-03-01 09:01 row", "Message Received 2026-03-01 11:00 row", "Message Sent 2026-03-01 11:01 row"], store.Events());
        Assert.Equal("wechat", store.Tag("kefu/+8613800138000", "platform"));
    }

    [Theory, OnEngines]
    public void Five_messages_that_a_customer_wrote_make_high_interaction(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("time,phone,direction,message\n" + string.Join('\n', Enumerable.Range(1, 5).Select(i => $"2026-02-2{i} 10:00,+12025550143,in,hello {i}")), "sms");
        Assert.Equal("high", store.Tag("sms/+12025550143", "activity"));
        Assert.NotEqual("", store.Tag("sms/+12025550143", "high_interaction"));
    }

    [Theory, OnEngines]
    public void A_chat_that_does_not_say_who_wrote_is_refused_with_what_to_do(Engine engine)
    {
        var store = Open(engine);
        Assert.Contains("no orders and of no chat", Assert.ThrowsAny<UnreadableFileException>(() => store.ImportEvents("phone,message\n+12025550143,hi\n", "sms")).Message, StringComparison.Ordinal);
    }
}
