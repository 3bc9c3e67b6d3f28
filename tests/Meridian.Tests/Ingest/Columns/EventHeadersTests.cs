using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

/// <summary>Headers of real exports of orders and chats; the cells are taken to be what their column may hold.</summary>
public sealed class EventHeadersTests
{
    [Theory]
    [InlineData("amazon-order-id;purchase-date;order-status;sku;product-name;quantity;currency;item-price;buyer-email", "order_id ordered_at status sku product quantity currency price -")]
    [InlineData("Order Number;Order Status;Order Date;First Name (Billing);Order Total Amount;SKU;Item Name;Quantity;Item Cost", "order_id status ordered_at - total sku product quantity price")]
    [InlineData("ID;Purchase Point;Purchase Date;Bill-to Name;Grand Total (Base);Grand Total (Purchased);Status;Customer Email", "order_id - ordered_at - total - status -")]
    [InlineData("订单编号;买家会员名;总金额(元);订单状态;收货人姓名;联系手机;订单创建时间;宝贝标题;宝贝总数量", "order_id - total status - - ordered_at product quantity")]
    [InlineData("訂單編號;訂單狀態;訂單成立日期;買家總支付金額;商品名稱;數量", "order_id status ordered_at total product quantity")]
    [InlineData("หมายเลขคำสั่งซื้อ;สถานะการสั่งซื้อ;วันที่สั่งซื้อ;ชื่อผู้รับ;ยอดรวม", "order_id status ordered_at - total")]
    [InlineData("Número de pedido;Fecha;Estado;Cliente;Importe", "order_id ordered_at status - total")]
    [InlineData("Bestellnummer;Bestelldatum;Zahlungsstatus;Kunde;Gesamtbetrag;Währung", "order_id ordered_at status - total currency")]
    [InlineData("رقم الطلب;تاريخ الطلب;حالة الطلب;اسم العميل;إجمالي الطلب", "order_id ordered_at status - total")]
    [InlineData("注文番号;注文日時;お名前;合計金額;商品名;数量", "order_id ordered_at - total product quantity")]
    [InlineData("주문번호;주문일시;수령인;결제금액;상품명;수량", "order_id ordered_at - total product quantity")]
    [InlineData("номер заказа;дата заказа;фио;сумма заказа;статус", "order_id ordered_at - total status")]
    [InlineData("Numero ordine;Data ordine;Stato ordine;Cliente;Importo totale;Valuta;Quantità", "order_id ordered_at status - total currency quantity")]
    [InlineData("Sipariş No;Sipariş Tarihi;Sipariş Durumu;Ad Soyad;Toplam Tutar;Para Birimi;Ürün Adı;Adet", "order_id ordered_at status - total currency product quantity")]
    public void Orders_are_known_in_many_languages(string header, string fields) => Assert.Equal((EventTable.Orders, fields), Read(header));

    [Theory]
    [InlineData("Timestamp;From;To;Body;Type", "sent_at sender recipient text direction")]
    [InlineData("消息时间;客户手机;方向;内容", "sent_at - direction text")]
    [InlineData("Fecha;Teléfono;Remitente;Mensaje", "sent_at - sender text")]
    [InlineData("waktu kirim;nomor hp;arah;isi pesan", "sent_at - direction text")]
    [InlineData("дата отправки;телефон;направление;текст сообщения", "sent_at - direction text")]
    [InlineData("送信日時;電話番号;送受信;メッセージ内容", "sent_at - direction text")]
    [InlineData("data e ora;telefono;mittente;testo", "sent_at - sender text")]
    [InlineData("gönderim tarihi;telefon;yön;mesaj metni", "sent_at - direction text")]
    public void Chats_are_known_in_many_languages(string header, string fields) => Assert.Equal((EventTable.Chat, fields), Read(header));

    [Theory]
    [InlineData("Name;Phone;Email;Total spent;Last order date;Orders count;Created at")]
    [InlineData("姓名;手机号;累计消费金额;最近下单时间;订单数;注册时间")]
    [InlineData("Full name;Phone;Message;Created time")]
    public void A_list_of_customers_is_neither(string header) => Assert.Null(EventHeaders.Recognise(header.Split(';'), [], null, (_, _) => true));

    /// <summary>A word of many meanings must have values that agree, and no clear word beside it.</summary>
    [Fact]
    public void A_weak_word_counts_only_where_its_values_agree()
    {
        string[] header = ["Direction", "Message", "Type", "Time"];
        string[][] rows = [["in", "hi", "image", "noon"]];
        var columns = EventHeaders.Recognise(header, rows, null, (field, cell) => field != "sent_at" || cell != "noon")!;
        Assert.Equal(["direction", "text"], columns.Fields.OrderBy(f => f.Key).Select(f => f.Value));
    }

    private static (EventTable, string) Read(string header)
    {
        var names = header.Split(';');
        var columns = EventHeaders.Recognise(names, [], null, (_, _) => true)!;
        return (columns.Kind, string.Join(' ', names.Select((_, i) => columns.Fields.GetValueOrDefault(i, "-"))));
    }
}
