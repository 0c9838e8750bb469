package dev.leveret.store;

/** Takes definitions of who may do what, each kind by a method of its own; see {@link DefinitionVisitor}. */
public interface AccessVisitor {

    void user(AccessDefinition.User user);

    void permission(AccessDefinition.Permission permission);

    void topicPermission(AccessDefinition.TopicPermission permission);
}
