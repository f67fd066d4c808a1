using System.Text;
using System.Xml.Linq;
using BreachNotify.Storage;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace BreachNotify.Access.Accounts;

/// <summary>
/// Keeps the keys of the platform's data protection, which signs the tokens of forms, in the database under the master
/// key: a form that was open during a restart can still be sent, and each of several processes takes it.
/// </summary>
public sealed class FormKeys(Database database, MasterKey master) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private const string Purpose = "form keys";

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements() => database.Read(connection => connection.Query<string>("SELECT xml FROM form_keys ORDER BY name").AsList())
        .GetAwaiter().GetResult()
        .ConvertAll(wrapped => XElement.Parse(Encoding.UTF8.GetString(master.Unwrap(Convert.FromBase64String(wrapped), Purpose))));

    public void StoreElement(XElement element, string friendlyName) => database.Write(transaction => transaction.Connection!.Execute(
        "INSERT INTO form_keys (name, xml) VALUES (@Name, @Xml)",
        new { Name = $"{friendlyName}:{Guid.NewGuid():N}", Xml = Convert.ToBase64String(master.Wrap(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), Purpose)) },
        transaction)).GetAwaiter().GetResult();
}
