namespace Headway.Web.Access;

/// <summary>Says of a page or an endpoint that one need not be signed in for it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForAnyoneAttribute : Attribute;
