"""What breaks in use: kills at any moment, full and read-only disks, others on the same case, clocks set back."""
