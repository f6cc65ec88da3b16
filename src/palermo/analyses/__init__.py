"""Pure, registered functions from relations to declared tables; none knows another."""
